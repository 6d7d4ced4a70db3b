import { type Disposable, DisposableStore } from '../../core/base/disposables.ts';
import { registerCommands } from '../commands/commandRegistry.ts';
import { registerLanguage } from '../language/registerLanguage.ts';
import type { Services } from '../services.ts';
import { ScriptRunner } from './scriptRunner.ts';

/** Registers everything about scripts: the language's features, and running them. */
export function registerScripts(services: Services): Disposable {
  const { store, registry, errors } = services;
  const owned = new DisposableStore();
  const runner = owned.add(new ScriptRunner(services));
  owned.add(
    registerCommands(
      {
        /** Takes an address and `{ test, params }`; answers with the result. */
        runScript: async (argument, options) => await runner.run(argument, options),
        stopScript: async (argument) => await runner.stop(argument),
      },
      errors,
    ),
  );
  owned.add(
    registerLanguage({
      connections: {
        names: () => [
          ...store.connections.map(({ profile }) => profile.name),
          ...registry.sessions.map((session) => session.name),
        ],
        onChange: (listener) => {
          const both = new DisposableStore();
          both.add(store.onChange(listener));
          both.add(registry.onChange(listener));
          return both;
        },
      },
      runs: runner,
    }),
  );
  return owned;
}
