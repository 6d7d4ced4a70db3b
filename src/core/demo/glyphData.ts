/**
 * The glyphs of the demo screen: the fonts `9x18` and `9x18B` of the X Window System's "misc-fixed" family, which
 * are in the public domain ("Public domain font. Share and enjoy."). Characters 32 to 126 and 160 to 255 in
 * order, 9 x 18 bits each, rows from the top, packed without gaps, deflated, in base64.
 */
export const glyphData = {
  regular:
    'eNqFV81vE0cUn12P8WxI4/EqolEbJevNChYObUAcEEVh7LiNwymNhNSj6cetB44IWbA2VllQBUsEErcGVPXQS3ukUg9uQCVH/oSA' +
    'qqrcnJx8iGjf7Md87CbqHBB52Xnze+/93vu9IHTwYQ4l2DTgfw7NbJ5t4SD/oYX7K+Oo/a/2u96uF/lTZs97MHIy2+DHdds0jLr/' +
    'cCC+WwSXJeOOH16ayS7zRwuPBAFLAKGAZXACh8bfMsehAiLx7t7qP207+fvMecdvH3CGHXmbn+rOwQmZPKIkB96ERykhwmT8UcP9' +
    'hhO1XUc6cBZ9L4H4Tthma5TfhnNRhDk/hB8XsYGi24F22a3PD5ksgLEPruYRoxa5Jr6bAxzl5/C6O4VUhxxeUkGJsAWvawivthpO' +
    '+HwTPr2mBmsEw1zIcDqL8E/JgFJkFsoPwGZaBuF1VBqrhuQbfoSpglvwKCBEGsKzP18+9Wh1C41kGvzpCXJ7ywWeCVu3TtsrWxBy' +
    'c0k6HKSpJstDYdtKi+It7Og5jDMji3ITyFXZiq+rCG0D3YP83BJFwcDy/k3u0JalHyedAne7MgWJgYatWZmFdqvZYK9aAF68kl4E' +
    'DzJjBu5/dWqjzbtNhtxwHl/yNk5OQjgCTTWMv4EAV/SQm0tUYzuvMsfsh+dFb/EceguvnbCpOTTRGCCpDkfZKAiYgjBxSMJzCsKo' +
    '1azTNX8aKyEDQm9j1XvUYjKHJPQJLkN6ieLQnUhTIYsCbR8fJjqlKvNlGllJgVyBQzjFnMyhsSNqQskFMRwmSOigQ081Jh0xi+Mn' +
    'KypiC3vW5HV1SB79k5fgysda9+xi/rDMIQI015d5xk7/ozmk7RN7Bpa0mSKDplHa4ag1h2/BPkcrL2wyFrT5/UqOhx0YLnkeQgcb' +
    'wyRdZNAYZmDMGo2+OENlNkpZUlFvpL78ib3Ky9dXbUnICg+TkHUe8vPsS0B43H2tMAdNhduA+fvzKp2s5zWiVT7N4RLSHAZsP4ZI' +
    'r6ofxklQixKrQI2GKg/hmBbWecgPZ53Zd7Vk07AJkSzOEG9SEQV9Ypf6HP8w7rKMhpKYcoyUAm4xetwih+5p70GA/v/EOphvPV78' +
    'OftO2YxGTKWNWRkGrPP5+0oSFl7TsNtQPcatt4SrPdVhoqsJ+Mw2Y5OSybOA7UQD/OkDIZa27G8uPVn/qb2s1GkYnfOqqKJRAeHB' +
    'YNBnkWflYhyrEiUbTTujwW/rv1w+tU4Vat44CA1A7qBDpL8yUhGSGVrVv1v0sIF7Sl0IIYdVJp5+x8+8FZNi/+6n7n22CbNvIr9d' +
    'HFreXorVLHGM5/Rf7nDhqOZY4lkmi9pwFJCTkL7B32V8i4mXYofHLwA/g2tKyBTbn3XW2melqBME+5hhQDhJwhnFyDR7bDPsuhBg' +
    'zGGMoYsCiMydJ2E6baBlnKIuv/oVBmzZ7NdHoRgOQJu8Q/jGyDuMzwVwaL3sg4TcU3abKOF/vWqYbBgjnN8Gy4jTNVnVOMLKHnzT' +
    'lTLKERaFfnNNEfqkl7nDuB3iLkg4yx0mM1jOwzjkgtCDwyUhM5K0VdysWX9BIGG6zr13lG8Og6erbrSdhszlCo1TGbVSCWCwWi2l' +
    'lqwoju8WhR4clt5YqQrXEmZDngsO04nWajC21lJGwf3w6/WT3sbn/uOVF9mChtMnsv2QM6Mg9MFmiLInxMIJVaYp5mxZ4jlMhV7f' +
    'HFBwA66feKMu+bM1Mviu54Qt95igJqiwMcLmRSd6uSn/CghQ10D3txUZhbiKuvzBMRg/lOz3l+fEK2Uz75AzkxUc8vOh2VjYa3jf' +
    'qjYQX8DcmDfTIREj3OXboCL0McKG88M2ro00hHmhhzkBDq39oJHRxgGHmVZns5OXALY3XZd5CQpCz+dzJcdD+0gZsbgZlQ3WeNIp' +
    'bA6wPXGEGm349OMIBQ95UcuYFYSeO+yqPORnzS84hOsVg/9dQGc1Xa7tTt9d9R8mPMwaI2GdLApob0Ho6XQNhJ4j1KtsJjSWtOFd' +
    '1ayDlQ07IGlCFz6a4W0VPhM7v20h7FJ4ZvKIaZUQ+g/NJeIF',
  bold:
    'eNqNV01oG0cUns2EVUpXUntbVa4259LDClFFpq6dc4+BQm9dsyAdKlOBLzIx8roCOQe5ucokbeillxaiEAg5pHTNls1lk5waNiSE' +
    'NQEfShtkTIwMIvTN7O78rBzoHEw0mXnzve9972cROnu5lqlrKoZ/WWa6166X8072YH7g2dOwvVXOD9x0T+kfr427lVx/7e7ESvce' +
    'PXhZVzG2n/17k13ugMkcvrExermYGoZHlewjyrbjxoAUx03gKI5l0rOuZZkmP6uWWwcHp/d06b7jrr6F22f4qbiReBuhYnQ2IQsF' +
    'gRx4Ex41df6Ksn9n6NvVUWBb3IDV6bYpxNW33E5Zd8ld01xhbhrEXkfDyt6OI11u1gziOHtkBj8M5JqlUZedq+i6lvOqQ7/OERqU' +
    'FD2JIEfYhtclhJ22Xd31IjjaFZ3F227GZVhRB/7kMIQi3aFuaBi5EoPwOsJTcSM+Qxbbyqk+PAoIEUeIX5Uv/frX3282DpUJ27zY' +
    'WCjkdzy7NPTZXg94br2CHXuFGxw0qRhMzWP4KC0kKE07kjmkyuFB2TIJh/S6iLCmOI+Bnz4LilqDR7eIwRoLvTKlmUIuz7iKYix6' +
    '0KywPT3wvX130q7pgcUMJufAAGNMGb7e+ow8IbpsV28+aR4vEncYmuKQngEHH8ouN5elyNMoE4PdcJnlVo/uHI0D2SBGU8AkGowS' +
    'fACUI4xZrelhQ0A48r3VcaexcF5wGRD+9vTblR//vMw5hFsXzhN6GYc4P2hWEi54UOAnXRbLFEMTCEtDCnnjWDqRmJUaVCIWE1Nf' +
    'YmgqpZGF3rmKVHS6Old+mK6Rax+Xhj2eoqZe9GuyDsnrR0PyLucQAZoeZawq5YWhB61jZbgpFIf8AGNa6ySDp3C1oueAsSmTzcyW' +
    'dUgK9VJWh6ACJaErP9iPAZEf1fGkWy8NGRu5lFSlPxFf3qo/X7v3fG0gVfyHseokmqLQlzKFrGmTpt4B2OYkDwnmYFmUU96748y5' +
    'DBwuizokLWlGEY474sFqnCk9cU9rVsehqEPaF/LgyB+BK25CzTyH+7YuG4xlrH+qcdSkQFsWi3KR4Nh2CGU4NciFqTCHcXykT3Z4' +
    '0V1fu+ug/7NclLFH1zmj9Ejtj6aXBelqPsaQqNNv7nMSWkfja+0tMUxaHRpHTzP6AvmIYkaKFIGlmp4bgL66aq2YtP6z8OV2Dj96' +
    '8+XPV25/3Trg7kX6Ur2Icq48Juzu7g72x+2ytItPZ2e0eyRn08Hp4Pcrt7/65GlpyprUrDcHpgGjxBn93YllA3VMFKumaUUnc11V' +
    '0gyJ00TX3xUXWv0Oj58xFmcnV7/4AVQTZniC6eKdwfXMONMwJtQvyf8ZgaVClsN2Wd0fh7B4XWmAPN7bfV3M7zCJaAVg9MX6xvb2' +
    'tpNWG/w9jAPaL4+jSbjJpyASdnLKt41YbqaGzkHrj8LNOjhIDaoqnHeiTqNu5IdJtYGUseb6svLsPrpQyOH+6iRkxQHoyBqEEtd3' +
    'Mgbp2lyC8fIJofYxn21Ko1j/tSJGnhURhEYAOxOi1nhUIwhzx3Bmk7dRgnCu0SvjUGj0cU+hBvtp5hZdZjCS6yE1mG30xGCPtRku' +
    'WkPza+UAPNm7HtPw8Q0HJofg5Lsaq9ikXaFp0kZLSQuAEoOWk500KBcb9flGDwbxq1LShauxjlTPmjOYqCTwXHcSeFyW14PD9Y0H' +
    'J1cXbz7x0wFNTZ5I50OQhjPX6J0oROkTbOCEKOsJ5rQFQH7F1SY7OThuPLyJFagCN1urxCirDqQLKxNNXQGXIz52u2gTA3ihjV7u' +
    'tOf78ueXIHVMfQYcOvw7xc0ahJhGcwbpfdVrnXjtf6RaR6ZB1zaoDlOERzANio2eIrSrtwK1OpEQZht9vUwMlmZuEuUkBljUYWpw' +
    'kunLJAZzjR4MFjM6hC+rvmXO5PkQ3+2gF+vS5ECmJ1SgycjHORJA6Iwl8bMCZjZ3rtETg4165sMnbM8ZjIeR3BTJfR59eLr30/ON' +
    'vVvX0kMAB/mZYYl8OWQb/QcLZWj0caaIUcZJpkiy8e0ymX8ia2yyaWK5RNJqNGUjZ70cTw7thYL6PozP/wF5YAPx',
} as const;
