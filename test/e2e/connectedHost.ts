import { rm } from 'node:fs/promises';
import path from 'node:path';

import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';
import { n8nClient } from '../host/client';
import type { N8nClient, NodeDraft } from '../host/client';
import { startN8n } from '../host/n8n';
import type { N8n } from '../host/n8n';
import { packPackage } from '../host/pack';
import { connectToSandbox } from '../host/sandboxCredential';

/** A real n8n with the packed package, its owner signed in, and a credential for the sandbox. */
export interface ConnectedHost {
	readonly sandbox: Sandbox;
	readonly n8n: N8n;
	readonly client: N8nClient;
	readonly credentials: NodeDraft['credentials'];
	stop(): Promise<void>;
}

export async function startConnectedHost(): Promise<ConnectedHost> {
	const tarball = await packPackage();
	const sandbox = await startSandbox();
	const n8n = await startN8n({ tarball });
	const client = n8nClient(n8n.url);
	await client.setupOwner();
	const credentials = await connectToSandbox(client, sandbox);
	return {
		sandbox,
		n8n,
		client,
		credentials,
		async stop() {
			await n8n.stop();
			await sandbox.stop();
			await rm(path.dirname(tarball), { recursive: true });
		},
	};
}
