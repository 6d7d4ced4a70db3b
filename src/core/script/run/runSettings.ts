import { type LayoutName, isLayoutName } from '../../input/layouts.ts';
import type { Scope } from './scope.ts';
import { type Value, durationValue, numberValue, stringValue } from './values.ts';

/** What every setting is worth until a script or the caller of a run sets it: vncscript.md, "Settings". */
const defaults: Readonly<Record<string, Value>> = {
  timeout: durationValue(30_000),
  'expect.timeout': durationValue(5000),
  typing: durationValue(30),
  tolerance: numberValue(8),
  poll: durationValue(250),
  settle: durationValue(150),
  screenshots: stringValue('on-failure'),
};

/** When pictures are taken without being asked for. */
export type ScreenshotPolicy = 'on-failure' | 'each-step' | 'off';

/** A scope that holds the defaults, and `given` over them. */
export function defineDefaults(scope: Scope, given: Readonly<Record<string, Value>> = {}): void {
  for (const [name, value] of Object.entries({ ...defaults, ...given })) scope.set(name, value);
}

/** A setting that is a length of time, in milliseconds. */
export function durationSetting(
  scope: Scope,
  name: 'timeout' | 'expect.timeout' | 'typing' | 'poll' | 'settle',
): number {
  const value = scope.setting(name);
  return value?.type === 'duration' ? value.milliseconds : 0;
}

/** By how much a channel may differ, 0 to 255. */
export function toleranceSetting(scope: Scope): number {
  const value = scope.setting('tolerance');
  return value?.type === 'number' ? value.value : 0;
}

/** When pictures are taken without being asked for. */
export function screenshotPolicy(scope: Scope): ScreenshotPolicy {
  const value = scope.setting('screenshots');
  const text = value?.type === 'string' ? value.value : undefined;
  return text === 'each-step' || text === 'off' ? text : 'on-failure';
}

/** The layout that texts are typed for; `undefined` for the connection's. */
export function layoutSetting(scope: Scope): LayoutName | undefined {
  const value = scope.setting('layout');
  return value?.type === 'string' && isLayoutName(value.value) ? value.value : undefined;
}

/** How many moves a drag is made of; `undefined` for as many as are smooth. */
export function dragSteps(scope: Scope): number | undefined {
  const value = scope.setting('drag.steps');
  return value?.type === 'number' ? value.value : undefined;
}
