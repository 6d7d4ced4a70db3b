/**
 * A boot sector for a PC that sends every byte of its keyboard to the first serial port: scancodes as the keyboard
 * controller gives them (set 1), and nothing that any layout would make of them. It reads the controller itself, with
 * interrupts off, so that the firmware takes no byte away. A full stop is told to the debug port besides: a sign that
 * the machine has started.
 */
export const scancodeEcho = Buffer.from(
  [
    'fa', //         cli
    'e464', //       next:   in al, 64h          status of the keyboard controller
    'a801', //               test al, 1          is there a byte?
    '74fa', //               jz next
    'a820', //               test al, 20h        is it the mouse's?
    'e460', //               in al, 60h
    '75f4', //               jnz next            (`in` leaves the flags alone)
    '88c4', //               mov ah, al
    'bafd03', //             mov dx, 3fdh        line status of COM1
    'ec', //         wait:   in al, dx
    'a820', //               test al, 20h        can it take a byte?
    '74fb', //               jz wait
    'baf803', //             mov dx, 3f8h
    '88e0', //               mov al, ah
    'ee', //                 out dx, al
    '3c34', //               cmp al, 34h         the key of the full stop?
    '75e0', //               jne next
    'b02e', //               mov al, '.'
    'e6e9', //               out 0e9h, al
    'ebda', //               jmp next
  ].join(''),
  'hex',
);
