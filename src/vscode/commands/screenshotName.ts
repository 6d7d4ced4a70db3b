/**
 * A file name for a picture of `screen`: safe on every system, and one that nothing has yet, even when several
 * pictures are taken within a second.
 */
export function screenshotName(screen: string, when: Date, taken: (name: string) => boolean): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = `${when.getFullYear()}-${two(when.getMonth() + 1)}-${two(when.getDate())}`;
  const time = `${two(when.getHours())}-${two(when.getMinutes())}-${two(when.getSeconds())}`;
  const safe = screen
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')
    .replaceAll(/^[-.]+|[-.]+$/gu, '')
    .slice(0, 60);
  const stem = `${safe === '' ? 'screen' : safe} ${date} ${time}`;
  let name = `${stem}.png`;
  for (let number = 2; taken(name); number += 1) name = `${stem} (${number}).png`;
  return name;
}
