import type { Frame } from 'playwright-core';
import { until } from '../support/until.ts';

/** The toolbar of a remote screen and its menus, as a person uses them. */
export class ScreenTools {
  readonly #frame: Frame;

  /** @param view the panel's own page. */
  constructor(view: { readonly frame: Frame }) {
    this.#frame = view.frame;
  }

  /** Presses a tool with the pointer, in the “…” menu where it does not fit. */
  async press(tool: string): Promise<void> {
    const button = this.#frame.locator(`#${tool}`);
    if (await button.isVisible()) {
      await button.click();
      return;
    }
    await this.#frame.locator('#more').click();
    await this.#frame.locator(`.menu-row[data-row="${tool}"]`).click();
  }

  /** Chooses a row of a tool's menu with the pointer. */
  async choose(tool: string, row: string): Promise<void> {
    await this.press(tool);
    await this.#frame.locator(`.menu-row[data-row="${row}"]`).click();
  }

  /** What has the focus: the id of an element, `row …` for a row of a menu, `elsewhere` outside of the page. */
  async focused(): Promise<string> {
    return await this.#frame.evaluate(() => {
      const focused = document.hasFocus() ? document.activeElement : null;
      if (!(focused instanceof HTMLElement)) return 'elsewhere';
      const row = focused.dataset['row'];
      return row === undefined ? focused.id || focused.className : `row ${row}`;
    });
  }

  /** Waits until something has the focus, as {@link focused} calls it. */
  async untilFocused(wanted: string): Promise<void> {
    let focused = '';
    await until(`“${wanted}” has the focus`, async () => {
      focused = await this.focused();
      return focused === wanted;
    }).catch((error: unknown) => {
      throw new Error(`“${focused}” has the focus instead of “${wanted}”`, { cause: error });
    });
  }

  /** How many menus are open, one beside another. */
  async openMenus(): Promise<number> {
    return await this.#frame.locator('.menu').count();
  }

  /** Waits until so many menus are open. */
  async untilOpen(menus: number): Promise<void> {
    await until(`${menus} menus are open`, async () => (await this.openMenus()) === menus);
  }

  /** The ids of the tools that are seen, from left to right. */
  async shown(): Promise<string[]> {
    return await this.#frame
      .locator('#toolbar button:not([hidden])')
      .evaluateAll((buttons) => buttons.map(({ id }) => id));
  }

  /** The ids of the rows of the menu that was opened last. */
  async rows(): Promise<string[]> {
    return await this.#frame
      .locator('.menu')
      .last()
      .locator('.menu-row')
      .evaluateAll((rows) =>
        rows.map((row) => (row instanceof HTMLElement ? (row.dataset['row'] ?? '') : '')),
      );
  }

  /** What an attribute of a tool says. */
  async attribute(tool: string, name: string): Promise<string | null> {
    return await this.#frame.locator(`#${tool}`).getAttribute(name);
  }
}
