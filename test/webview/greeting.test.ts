import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { Greeting } from '../../webview/greeting.ts';

function greeting(patience: number): { readonly page: Greeting; readonly said: () => number } {
  let count = 0;
  const page = new Greeting(() => (count += 1), patience);
  return { page, said: () => count };
}

describe('what a page says first', () => {
  it('is said once when the question of the host crosses with it', async () => {
    const { page, said } = greeting(20);
    page.say();
    page.asked();
    page.answered();
    await pause(60);
    assert.equal(said(), 1);
  });

  it('is said again when the host asks later', () => {
    const { page, said } = greeting(20);
    page.say();
    page.answered();
    page.asked();
    assert.equal(said(), 2);
  });

  it('is said again when nobody answers, once for several questions', async () => {
    const { page, said } = greeting(20);
    page.say();
    page.asked();
    page.asked();
    await pause(60);
    assert.equal(said(), 2);
  });

  it('is not repeated as long as the host does not ask', async () => {
    const { page, said } = greeting(5);
    page.say();
    await pause(30);
    assert.equal(said(), 1);
  });
});
