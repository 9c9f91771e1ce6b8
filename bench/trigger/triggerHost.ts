import { rm } from 'node:fs/promises';
import path from 'node:path';

import type { INodeParameters } from 'n8n-workflow';

import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';
import { n8nClient } from '../../test/host/client';
import type { N8nClient, NodeDraft, Workflow } from '../../test/host/client';
import { startN8n } from '../../test/host/n8n';
import { packPackage } from '../../test/host/pack';
import { connectToSandbox } from '../../test/host/sandboxCredential';
import { cpuSeconds, serverProcess } from '../serverProcess';
import { openExecutionRows } from './executionRows';
import type { ExecutionRows } from './executionRows';

/** A real n8n with the packed package and the minimal trigger, connected to a portal of its own. */
export interface TriggerHost {
	readonly url: string;
	readonly sandbox: Sandbox;
	readonly client: N8nClient;
	readonly rows: ExecutionRows;
	/** Processor time that n8n has used so far, s. */
	cpuSeconds(): number;
	/** Our trigger for this event; further parts of its form as given. */
	bitrix24Trigger(event: string, options?: INodeParameters): NodeDraft;
	/** Makes a workflow of these nodes, one behind the other, and publishes it. */
	publish(name: string, nodes: NodeDraft[]): Promise<Workflow>;
	stop(): Promise<void>;
}

/** Tarballs of both packages. */
export interface Packages {
	readonly own: string;
	readonly minimal: string;
	remove(): Promise<void>;
}

export async function packBoth(): Promise<Packages> {
	const minimal = await packPackage(path.resolve(__dirname, '../minimalTrigger'));
	const own = await packPackage();
	return {
		own,
		minimal,
		async remove() {
			for (const tarball of [own, minimal]) await rm(path.dirname(tarball), { recursive: true });
		},
	};
}

/** @param env settings of n8n on top of the usual ones */
export async function startTriggerHost(
	{ own, minimal }: Packages,
	env: Record<string, string> = {},
): Promise<TriggerHost> {
	const sandbox = await startSandbox();
	const n8n = await startN8n({ tarball: own, packages: [minimal], env });
	const client = n8nClient(n8n.url);
	await client.setupOwner();
	const credentials = await connectToSandbox(client, sandbox);
	const rows = await openExecutionRows(n8n);
	const pid = serverProcess(n8n.pid);
	return {
		url: n8n.url,
		sandbox,
		client,
		rows,
		cpuSeconds: () => cpuSeconds(pid),

		bitrix24Trigger: (event, options = {}) => ({
			name: 'Bitrix24 Trigger',
			type: 'n8n-nodes-bitrix24.bitrix24Trigger',
			typeVersion: 2,
			parameters: { events: [event], options },
			credentials,
		}),

		async publish(name, nodes) {
			const workflow = await client.createWorkflow({ name, nodes });
			await client.activate(workflow.id);
			return workflow;
		},

		async stop() {
			rows.stop();
			await n8n.stop();
			await sandbox.stop();
		},
	};
}
