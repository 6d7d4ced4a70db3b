import type { CommandName } from '../contributions.ts';
import type { CommandGroup } from './commandRegistry.ts';

/** A group of commands whose code is read when the first of them is used. */
export function lateCommands(names: readonly CommandName[], load: () => Promise<CommandGroup>): CommandGroup {
  let group: Promise<CommandGroup> | undefined;
  return Object.fromEntries(
    names.map((name) => [
      name,
      async (...args: readonly unknown[]) => {
        group ??= load();
        return await (await group)[name]?.(...args);
      },
    ]),
  );
}
