import { vncError } from '../base/errors.ts';
import { placeholdersOf } from '../transport/urlTemplate.ts';

/** What the transport fills in itself, once it is known. */
const filledLater = new Set(['localPort']);

/**
 * Fills the placeholders of a program's arguments in, as they stand: no shell reads them. Values come from
 * profiles that others may have written, so none may turn an argument into an option.
 *
 * @throws `VNC_TEMPLATE_VALUE_MISSING`, `VNC_TEMPLATE_INVALID`
 */
export function fillCommand(
  command: readonly string[],
  values: Readonly<Record<string, string>>,
): readonly string[] {
  return command.map((argument, index) => {
    const names = placeholdersOf(argument).map(({ name }) => name);
    // Which program runs is decided by whoever wrote the command, and nobody else.
    if (index === 0 && names.length > 0) {
      throw vncError('VNC_TEMPLATE_INVALID', { reason: 'program', placeholder: names[0] ?? '' });
    }
    for (const name of names) if (!filledLater.has(name)) checkValue(argument, name, values);
    return argument.replace(/\$\{([^{}:]*)(?::raw)?\}/g, (whole, name: string) =>
      filledLater.has(name) ? whole : (values[name] ?? ''),
    );
  });
}

function checkValue(argument: string, name: string, values: Readonly<Record<string, string>>): void {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value === undefined) throw vncError('VNC_TEMPLATE_VALUE_MISSING', { names: name });
  const option = argument.startsWith(`\${${name}`) && value.startsWith('-');
  if (option || value.includes('\0')) {
    throw vncError('VNC_TEMPLATE_INVALID', { reason: 'value', placeholder: name });
  }
}
