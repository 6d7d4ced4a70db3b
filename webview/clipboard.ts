/** Milliseconds to wait for the focus, without which browsers let no page write to the clipboard. */
const focusTimeout = 3000;

/** Puts a PNG picture on the clipboard. Returns why not, or nothing when it is there. */
export async function copyPicture(png: Uint8Array): Promise<string | undefined> {
  try {
    await focused();
    const picture = new Blob([Uint8Array.from(png)], { type: 'image/png' });
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
    return undefined;
  } catch (error) {
    return String(error).slice(0, 500);
  }
}

async function focused(): Promise<void> {
  window.focus();
  if (document.hasFocus()) return;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      window.removeEventListener('focus', settle);
      reject(new Error('the page did not get the focus'));
    }, focusTimeout);
    const settle = (): void => {
      clearTimeout(timer);
      window.removeEventListener('focus', settle);
      resolve();
    };
    window.addEventListener('focus', settle);
  });
}
