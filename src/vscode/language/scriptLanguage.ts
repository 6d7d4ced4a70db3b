import type * as vscode from 'vscode';

/** The language id of `.vncscript` files. */
export const scriptLanguageId = 'vncscript';

/** Documents of the language wherever they are: on disk, in memory, on another file system. */
export const scriptSelector: vscode.DocumentSelector = { language: scriptLanguageId };
