import type { NodeDraft } from '../../test/host/client';
import type { ExecutionRow } from './executionRows';
import type { TriggerHost } from './triggerHost';

/** A published workflow that posts go to. */
export interface Receiver {
	readonly name: string;
	readonly url: string;
	/** What it answers when all is well: 401 to strangers. */
	readonly expected: 200 | 401;
	/** Bodies of as many events, as the portal makes them. */
	bodies(count: number): string[];
	/** Processor time that its n8n has used so far, s. */
	cpuSeconds(): number;
	/** Executions of its workflow, once so many have ended. */
	settled(ended: number): Promise<ExecutionRow[]>;
}

export const OWN = 'Bitrix24 Trigger';
export const MINIMAL = 'Minimal trigger';
export const WEBHOOK = 'n8n Webhook';
export const STRANGERS = 'Bitrix24 Trigger, strangers';

const EVENT = 'ONCRMDEALUPDATE';

/** Ours, to which both the portal and strangers post, the minimal trigger and n8n's own Webhook node. */
export async function receivers(host: TriggerHost): Promise<Receiver[]> {
	const own = await ownReceiver(host, OWN);
	const minimal = await host.publish(MINIMAL, [node('n8n-nodes-minimal-trigger.minimalTrigger')]);
	const webhook = await host.publish(WEBHOOK, [
		node('n8n-nodes-base.webhook', { httpMethod: 'POST', path: 'bench' }),
	]);
	const other = (name: string, id: string, path: string): Receiver => ({
		...own,
		name,
		url: `${host.url}/webhook/${path}`,
		settled: (ended) => host.rows.settled(id, ended),
	});
	return [
		own,
		other(MINIMAL, minimal.id, `${minimal.nodes[0]?.webhookId ?? ''}/webhook`),
		other(WEBHOOK, webhook.id, 'bench'),
		{ ...own, name: STRANGERS, expected: 401, url: withWrongSecret(own.url) },
	];
}

/** Our trigger with its options as they are, and what stands behind it. */
export async function ownReceiver(
	host: TriggerHost,
	name: string,
	behind: NodeDraft[] = [],
): Promise<Receiver> {
	const { sandbox } = host;
	const { id } = await host.publish(name, [host.bitrix24Trigger(EVENT), ...behind]);
	const handler = sandbox.handlers.at(-1)?.handler ?? '';
	sandbox.raiseEvent(EVENT, { FIELDS: { ID: 1 } });
	await sandbox.settle();
	const body = sandbox.deliveries.find((delivery) => delivery.handler === handler)?.body ?? '';
	let deal = 0;
	return {
		name,
		url: handler,
		expected: 200,
		cpuSeconds: () => host.cpuSeconds(),
		bodies: (count) => Array.from({ length: count }, () => aboutDeal(body, ++deal)),
		settled: (ended) => host.rows.settled(id, ended),
	};
}

function aboutDeal(body: string, id: number): string {
	const form = new URLSearchParams(body);
	form.set('data[FIELDS][ID]', String(id));
	return form.toString();
}

/** Of the same length, and wrong in its last letter. */
function withWrongSecret(url: string): string {
	return `${url.slice(0, -1)}${url.endsWith('A') ? 'B' : 'A'}`;
}

function node(type: string, parameters: NodeDraft['parameters'] = {}): NodeDraft {
	return { name: 'Trigger', type, typeVersion: 2, parameters };
}
