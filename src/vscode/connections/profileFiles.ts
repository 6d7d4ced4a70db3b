import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { CertificatePlace } from '../../core/profile/certificateFile.ts';
import type { ConnectionScope } from './connection.ts';

/** Reads the certificate files that profiles of a scope name. */
export function certificateReader(scope: ConnectionScope): (file: string) => Promise<string> {
  return async (file) => {
    const { certificatePath, readCertificateFile } = await import('../onDemand.ts');
    return await readCertificateFile(certificatePath(file, placeOf(scope)));
  };
}

/** A path is written from the folder that it stands in; in one's own settings, from the home folder. */
function placeOf(scope: ConnectionScope): CertificatePlace {
  const home = homedir();
  const { workspaceFile, workspaceFolders } = vscode.workspace;
  const folders: Record<ConnectionScope['kind'], vscode.Uri | undefined> = {
    user: undefined,
    workspace:
      workspaceFile === undefined ? workspaceFolders?.[0]?.uri : vscode.Uri.joinPath(workspaceFile, '..'),
    folder: scope.kind === 'folder' ? vscode.Uri.parse(scope.folder) : undefined,
  };
  const folder = folders[scope.kind];
  const foreign = scope.kind !== 'user';
  return { folder: folder?.scheme === 'file' ? path.normalize(folder.fsPath) : home, home, foreign };
}
