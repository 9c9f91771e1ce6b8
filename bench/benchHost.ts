import { rm } from 'node:fs/promises';
import path from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { itemsOf, n8nClient } from '../test/host/client';
import type { Execution, N8nClient, NodeDraft } from '../test/host/client';
import { startN8n } from '../test/host/n8n';
import { packPackage } from '../test/host/pack';
import { connectToSandbox } from '../test/host/sandboxCredential';
import { isRunning, memoryMb, serverProcess } from './serverProcess';

/** What one run of a node came to. */
export interface Measured {
	/** HTTP requests that reached the portal. */
	readonly requests: number;
	/** Time that the node took. */
	readonly seconds: number;
	readonly done: number;
	readonly failed: number;
	/** Most memory that n8n's process held meanwhile, MB. */
	readonly peakMb: number;
}

/** A real n8n with the packed package, connected to a portal. */
export interface BenchHost {
	readonly sandbox: Sandbox;
	/** Runs a node once with these items; undefined where n8n itself ended over it. */
	measure(node: NodeDraft, input: IDataObject[]): Promise<Measured | undefined>;
	/** Least memory that n8n's process holds within the next 30 s, MB. */
	idleMemoryMb(): Promise<number>;
	stop(): Promise<void>;
}

/** Longest time for one run; the paced HTTP Request node needs 250 s for 500 items. */
const LIMIT_MS = 30 * 60_000;
const SAMPLE_MS = 100;
/** Samples taken of an idle n8n, 30 s in all. */
const SETTLE_SAMPLES = 300;
/**
 * Pause between two looks at an execution. Each makes n8n allocate some MB for its list of executions, more
 * than our node does for a batch: looking ten times a second measured the looking.
 */
const LOOK_MS = 2000;

export async function startBenchHost(
	latency: Sandbox['latency'],
	rateLimit: Sandbox['rateLimit'],
): Promise<BenchHost> {
	const tarball = await packPackage();
	const sandbox = await startSandbox();
	const n8n = await startN8n({ tarball, env: { N8N_RUNNERS_TASK_TIMEOUT: '300' } });
	const client = n8nClient(n8n.url);
	await client.setupOwner();
	const credentials = await connectToSandbox(client, sandbox);
	sandbox.latency = latency;

	const pid = serverProcess(n8n.pid);
	return {
		sandbox,
		idleMemoryMb: () => settledMemoryMb(pid),

		async measure(node, input) {
			// As if nobody had called the portal for a while: its bucket is empty, and so is our node's.
			sandbox.rateLimit = rateLimit;
			if (node.type.startsWith('n8n-nodes-bitrix24.')) await drained(rateLimit);
			const workflow = await client.createWorkflow({
				name: node.type,
				nodes: [
					{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
					{
						name: 'Items',
						type: 'n8n-nodes-base.code',
						typeVersion: 2,
						parameters: { jsCode: `return ${JSON.stringify(input.map((json) => ({ json })))};` },
					},
					{ ...node, credentials },
				],
			});
			const before = sandbox.counters.requests;
			const memory = watchMemory(pid);
			await client.runWorkflow(workflow.id, 'Start');
			const execution = await endOfExecution(client, workflow.id, () => isRunning(pid));
			const peakMb = memory.stop();
			if (execution === undefined) return undefined;
			const items = itemsOf(execution, node.name);
			const failed = items.filter(({ json }) => json.error !== undefined).length;
			const [run] = execution.data.resultData.runData[node.name] ?? [];
			return {
				requests: sandbox.counters.requests - before,
				seconds: (run?.executionTime ?? 0) / 1000,
				done: items.length - failed,
				failed,
				peakMb,
			};
		},

		async stop() {
			await n8n.stop();
			await sandbox.stop();
			await rm(path.dirname(tarball), { recursive: true });
		},
	};
}

/**
 * Waits for the execution to end, also where n8n is too busy to answer for a while: thousands of
 * requests at once keep it from its own database.
 *
 * @returns undefined where n8n itself ended
 */
async function endOfExecution(
	client: N8nClient,
	workflowId: string,
	runs: () => boolean,
): Promise<Execution | undefined> {
	const end = performance.now() + LIMIT_MS;
	for (;;) {
		try {
			return await client.waitForExecution(workflowId, { timeoutMs: LIMIT_MS, everyMs: LOOK_MS });
		} catch (error) {
			if (!runs()) return undefined;
			if (performance.now() > end) throw error;
			await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
		}
	}
}

/** Waits until a full bucket has run dry, so that every run begins alike. */
async function drained(limit: Sandbox['rateLimit']): Promise<void> {
	if (limit === 'none') return;
	const seconds = limit.burst / limit.perSecond;
	await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}

/** The least that a process holds within a while, so that what its start left behind does not count. */
async function settledMemoryMb(pid: number): Promise<number> {
	let least = memoryMb(pid);
	for (let sample = 0; sample < SETTLE_SAMPLES; sample++) {
		await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
		least = Math.min(least, memoryMb(pid));
	}
	return least;
}

function watchMemory(pid: number): { stop(): number } {
	let peak = memoryMb(pid);
	const timer = setInterval(() => {
		peak = Math.max(peak, memoryMb(pid));
	}, SAMPLE_MS);
	return {
		stop() {
			clearInterval(timer);
			return peak;
		},
	};
}
