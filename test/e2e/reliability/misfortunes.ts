import { setTimeout as sleep } from 'node:timers/promises';

import type { Acknowledge, Misfortune, Portal } from './trial';

const PROCESS = 'pull.application.event.add';
const TAKE = 'event.offline.get';
const RECORDS = 'crm.lead.get';
const CLEAR = 'event.offline.clear';
const LIST = 'event.offline.list';

function death(name: string, happens: Misfortune['happens']): Misfortune {
	return { name, happens, kills: true };
}

/** Until n8n has its execution: the same whoever acknowledges. */
const BEFORE_THE_WORKFLOW: readonly Misfortune[] = [
	death('before the take', async (portal) => {
		await portal.holdAnswer('event.get');
	}),
	death('after the take, before its answer', async (portal) => {
		await portal.holdAnswer(TAKE);
	}),
	death('after the answer, while records are read', async (portal) => {
		await portal.holdAnswer(RECORDS);
	}),
	death('at the handing over, as the records have arrived', handedOver),
	death('as the workflow begins', async (portal) => {
		await portal.holdAnswer(PROCESS);
	}),
	death('half way through the workflow', async (portal, changes) => {
		await portal.answered(PROCESS, batches(changes / 2));
	}),
];

/** Ten moments at which n8n is killed. */
export const DEATHS: Readonly<Record<Acknowledge, readonly Misfortune[]>> = {
	nextPoll: [
		...BEFORE_THE_WORKFLOW,
		death('after the workflow, before the next poll', async (portal, changes) => {
			await portal.answered(PROCESS, batches(changes));
			await sleep(500);
		}),
		death('before the acknowledgement', async (portal, changes) => {
			await portal.answered(PROCESS, batches(changes));
			await portal.holdAnswer('event.get');
		}),
		death('after the acknowledgement, before its answer', async (portal) => {
			await portal.holdAnswer(CLEAR);
		}),
		death('while it looks for what is to be delivered again', async (portal) => {
			await portal.holdAnswer(LIST);
		}),
	],
	workflow: [
		...BEFORE_THE_WORKFLOW,
		death('after the first acknowledgements, before their answer', async (portal) => {
			await portal.holdAnswer(CLEAR);
		}),
		death('half way through the acknowledgements', async (portal, changes) => {
			await portal.answered(CLEAR, batches(changes / 2));
		}),
		death('after the last acknowledgement', async (portal, changes) => {
			await portal.answered(CLEAR, batches(changes));
		}),
		death('while it looks for what is to be delivered again', async (portal) => {
			await portal.holdAnswer(LIST);
		}),
	],
};

/**
 * Answers of the portal that break off in the middle, once the portal has done what was asked. What the
 * workflow itself asks is its own matter, unless it acknowledges what it has done.
 */
export const BROKEN_ANSWERS: Readonly<Record<Acknowledge, readonly Misfortune[]>> = {
	nextPoll: ['event.get', LIST, TAKE, RECORDS, CLEAR].map(brokenAnswer),
	workflow: ['event.get', TAKE, RECORDS, PROCESS, CLEAR].map(brokenAnswer),
};

function brokenAnswer(method: string): Misfortune {
	return {
		name: `the answer to ${method} breaks off`,
		happens: async (portal) => {
			await portal.breakNext(method, { truncate: 'connection' });
		},
		kills: false,
	};
}

/** Half of the changes are about one lead each, and so are the other half; records are read once. */
async function handedOver(portal: Portal, changes: number): Promise<void> {
	await portal.answered(RECORDS, batches(changes / 2));
}

/** Batches that so many calls travel in. */
function batches(calls: number): number {
	return Math.ceil(calls / 50);
}
