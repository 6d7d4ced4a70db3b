import * as vscode from 'vscode';

/** A person went back to the step before. */
export const back = Symbol('back');

/** What a step came to: its answer, back to the step before, or `undefined` when the wizard was closed. */
export type Answer<T> = T | typeof back | undefined;

/** Where in the wizard a question stands. */
export interface StepFrame {
  readonly title: string;
  /** From 1. */
  readonly step: number;
  readonly totalSteps: number;
}

/** One choice of a list. */
export interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** A line between choices that says what follows. */
export interface Heading extends vscode.QuickPickItem {
  readonly kind: vscode.QuickPickItemKind.Separator;
}

/** A question for text. */
export interface TextQuestion {
  readonly prompt: string;
  readonly value?: string;
  readonly placeholder?: string;
  readonly password?: boolean;
  /** What is wrong with the text, for people. */
  readonly check?: (text: string) => string | undefined;
}

/** Asks for a line of text. */
export async function askText(frame: StepFrame, question: TextQuestion): Promise<Answer<string>> {
  const box = vscode.window.createInputBox();
  box.title = frame.title;
  box.step = frame.step;
  box.totalSteps = frame.totalSteps;
  box.prompt = question.prompt;
  box.value = question.value ?? '';
  box.placeholder = question.placeholder;
  box.password = question.password ?? false;
  box.ignoreFocusOut = true;
  if (frame.step > 1) box.buttons = [vscode.QuickInputButtons.Back];
  return await new Promise((resolve) => {
    const verdict = (): string | undefined => question.check?.(box.value);
    box.onDidChangeValue(() => {
      box.validationMessage = undefined;
    });
    box.onDidAccept(() => {
      const wrong = verdict();
      box.validationMessage = wrong;
      if (wrong !== undefined) return;
      resolve(box.value);
      box.hide();
    });
    box.onDidTriggerButton(() => {
      resolve(back);
      box.hide();
    });
    box.onDidHide(() => {
      resolve(undefined);
      box.dispose();
    });
    box.show();
  });
}

/** Asks for one of several. */
export async function askChoice<T>(
  frame: StepFrame,
  question: {
    readonly placeholder: string;
    readonly choices: readonly (Choice<T> | Heading)[];
    readonly active?: T;
  },
): Promise<Answer<T>> {
  const pick = vscode.window.createQuickPick<Choice<T> | Heading>();
  pick.title = frame.title;
  pick.step = frame.step;
  pick.totalSteps = frame.totalSteps;
  pick.placeholder = question.placeholder;
  pick.items = question.choices;
  pick.ignoreFocusOut = true;
  pick.matchOnDescription = true;
  pick.activeItems = question.choices.filter((item) => 'value' in item && item.value === question.active);
  if (frame.step > 1) pick.buttons = [vscode.QuickInputButtons.Back];
  return await new Promise((resolve) => {
    pick.onDidAccept(() => {
      const [chosen] = pick.selectedItems;
      if (chosen === undefined || !('value' in chosen)) return;
      resolve(chosen.value);
      pick.hide();
    });
    pick.onDidTriggerButton(() => {
      resolve(back);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

/** One question of a wizard: notes the answer in the state. */
export type Step<S> = (frame: StepFrame, state: S) => Promise<Answer<S>>;

/**
 * Asks step by step; going back asks the step before again with what was answered. Which steps there are may
 * depend on the answers so far.
 *
 * @returns the last state, or `undefined` when the wizard was closed.
 */
export async function runWizard<S>(
  title: string,
  start: S,
  stepsFor: (state: S) => readonly Step<S>[],
): Promise<S | undefined> {
  const states: S[] = [];
  let state = start;
  for (;;) {
    const steps = stepsFor(state);
    const step = steps[states.length];
    if (step === undefined) return state;
    const answer = await step({ title, step: states.length + 1, totalSteps: steps.length }, state);
    if (answer === undefined) return undefined;
    if (answer === back) {
      // The answers given so far stay as what is proposed.
      states.pop();
    } else {
      states.push(answer);
      state = answer;
    }
  }
}
