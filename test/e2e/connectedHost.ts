import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';
import { n8nClient } from '../host/client';
import type { N8nClient, NodeDraft } from '../host/client';
import { startN8n } from '../host/n8n';
import type { N8n, N8nOptions } from '../host/n8n';
import { packPackage } from '../host/pack';
import { connectToSandbox } from '../host/sandboxCredential';

/** A real n8n with the packed package, its owner signed in, and a credential for the sandbox. */
export interface ConnectedHost {
	readonly sandbox: Sandbox;
	/** The n8n that runs; another one after `startAgain`, as its client is. */
	readonly n8n: N8n;
	readonly client: N8nClient;
	readonly credentials: NodeDraft['credentials'];
	/**
	 * Starts n8n with all that it had, at the same address. It is stopped before, unless it was killed; n8n 2
	 * would wait ten seconds after that.
	 */
	startAgain(): Promise<void>;
	stop(): Promise<void>;
}

export async function startConnectedHost(
	options: Pick<N8nOptions, 'version' | 'env'> = {},
): Promise<ConnectedHost> {
	const tarball = await packPackage();
	const sandbox = await startSandbox();
	const userFolder = await mkdtemp(path.join(os.tmpdir(), 'n8n-nodes-bitrix24-host-'));
	let n8n = await startN8n({ tarball, userFolder, ...options });
	let client = n8nClient(n8n.url, options.version);
	await client.setupOwner();
	const credentials = await connectToSandbox(client, sandbox);
	return {
		sandbox,
		get n8n() {
			return n8n;
		},
		get client() {
			return client;
		},
		credentials,
		async startAgain() {
			await n8n.stop();
			await rm(path.join(userFolder, '.n8n', 'crash.journal'), { force: true });
			n8n = await startN8n({ userFolder, port: n8n.port, ...options });
			client = n8nClient(n8n.url, options.version);
			await client.login();
		},
		async stop() {
			await n8n.stop();
			await sandbox.stop();
			await rm(userFolder, { recursive: true, force: true });
			await rm(path.dirname(tarball), { recursive: true });
		},
	};
}
