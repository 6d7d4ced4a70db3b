/** Milliseconds between two keystrokes, of which there are so many a second; 0 is as fast as the server takes them. */
export function pauseBetweenKeys(perSecond: number): number {
  return perSecond > 0 ? 1000 / perSecond : 0;
}
