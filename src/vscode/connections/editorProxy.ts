import process from 'node:process';
import * as vscode from 'vscode';
import type { ConnectionProfile } from '../../core/profile/profile.ts';
import type { ProxyAddress } from '../../core/transport/target.ts';
import { type ProxySettings, proxyFor } from './proxyRules.ts';

/**
 * The proxy of the editor's own settings, else of the environment, for a WebSocket connection: it is for the web,
 * so plain VNC goes through a proxy only when its profile names one.
 */
export function editorProxyOf(profile: ConnectionProfile): ProxyAddress | undefined {
  const { proxy, url, ticketSource, host, port } = profile;
  if (proxy !== undefined || (url === undefined && ticketSource?.kind !== 'proxmox')) return undefined;
  return proxyFor({ url: url ?? 'wss://${host}:${port}', host, port }, readProxySettings());
}

function readProxySettings(): ProxySettings {
  const http = vscode.workspace.getConfiguration('http');
  const text = (name: string): string => {
    const value: unknown = http.get(name);
    return typeof value === 'string' ? value : '';
  };
  const noProxy: unknown = http.get('noProxy');
  return {
    support: text('proxySupport'),
    proxy: text('proxy'),
    noProxy: Array.isArray(noProxy) ? noProxy.filter((entry) => typeof entry === 'string') : [],
    environment: process.env,
  };
}
