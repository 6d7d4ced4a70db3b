import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { vncError } from '../../core/base/errors.ts';

/** The folder in a workspace that the runs of its scripts are kept in. */
const runsFolder = '.vncscript-runs';

/** Where the files of one run go: in the script's workspace folder, else in the extension's own storage. */
export class RunFolder {
  readonly #root: vscode.Uri;
  readonly #name: string;
  readonly #inWorkspace: boolean;
  #made: Promise<vscode.Uri> | undefined;

  constructor(document: vscode.TextDocument, storage: vscode.Uri, now: Date) {
    const workspace = document.isUntitled ? undefined : vscode.workspace.getWorkspaceFolder(document.uri);
    this.#inWorkspace = workspace !== undefined;
    this.#root =
      workspace === undefined
        ? vscode.Uri.joinPath(storage, 'runs')
        : vscode.Uri.joinPath(workspace.uri, runsFolder);
    const stem = (document.uri.path.split('/').at(-1) ?? '').replace(/\.vncscript$/u, '');
    const time = now.toISOString().slice(0, 19).replace(/:/gu, '-');
    this.#name = `${time}-${stem.replace(/[^\p{L}\p{N}_-]+/gu, '-') || 'script'}`;
  }

  /**
   * Writes a file whole: readers see all of it or nothing.
   *
   * @param name a path with `/` that stays in the folder.
   * @throws `VNC_FILE_NOT_WRITTEN`
   */
  async write(name: string, bytes: Uint8Array): Promise<vscode.Uri> {
    const { fs } = vscode.workspace;
    this.#made ??= this.#make();
    try {
      const file = vscode.Uri.joinPath(await this.#made, name);
      const folder = vscode.Uri.joinPath(file, '..');
      await fs.createDirectory(folder);
      const temporary = vscode.Uri.joinPath(folder, `.${randomUUID()}.tmp`);
      await fs.writeFile(temporary, bytes);
      await fs.rename(temporary, file, { overwrite: false });
      return file;
    } catch (error) {
      throw vncError('VNC_FILE_NOT_WRITTEN', { path: name }, error);
    }
  }

  /**
   * Makes the folder of a file that somebody else writes, piece by piece.
   *
   * @returns its path
   * @throws `VNC_FILE_NOT_WRITTEN`, also where the folder is no folder of the machine on which the extension runs
   */
  async place(name: string): Promise<string> {
    this.#made ??= this.#make();
    try {
      const file = vscode.Uri.joinPath(await this.#made, name);
      if (file.scheme !== 'file') throw new Error(`files of ${file.scheme} do not grow`);
      await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(file, '..'));
      return file.fsPath;
    } catch (error) {
      throw vncError('VNC_FILE_NOT_WRITTEN', { path: name }, error);
    }
  }

  /** Makes the folder: one of its own, also for two runs in one second. */
  async #make(): Promise<vscode.Uri> {
    const { fs } = vscode.workspace;
    await fs.createDirectory(this.#root);
    // Pictures of screens are nothing to commit by accident.
    if (this.#inWorkspace) {
      const ignore = vscode.Uri.joinPath(this.#root, '.gitignore');
      if (!(await exists(ignore))) await fs.writeFile(ignore, Buffer.from('*\n'));
    }
    let folder = vscode.Uri.joinPath(this.#root, this.#name);
    for (let n = 2; await exists(folder); n++) folder = vscode.Uri.joinPath(this.#root, `${this.#name}-${n}`);
    await fs.createDirectory(folder);
    return folder;
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return await vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
