import type { INodeParameters } from 'n8n-workflow';

import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';
import { startEventReceiver } from './eventReceiver';
import type { EventReceiver } from './eventReceiver';
import { connectedTo } from './storedCredential';

let sandbox: Sandbox;
let receiver: EventReceiver;
beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => {
	await receiver.stop();
	await sandbox.stop();
});

async function listen(parameters: INodeParameters): Promise<EventReceiver> {
	receiver = await startEventReceiver(connectedTo(sandbox), { options: {}, ...parameters });
	return receiver;
}

describe('The signal that the queue of offline events changed', () => {
	const SIGNAL = 'ONOFFLINEEVENT';
	const form = (minTimeout?: number) => ({
		events: ['ONCRMDEALADD', SIGNAL],
		options: minTimeout === undefined ? {} : { minTimeout },
	});
	const bindings = () => sandbox.handlers.map(({ event, options }) => ({ event, options }));

	it('is bound with its minimum timeout, and no other event is', async () => {
		const { trigger } = await listen(form(30));
		await trigger.create();
		expect(bindings()).toEqual([
			{ event: 'ONCRMDEALADD', options: {} },
			{ event: SIGNAL, options: { minTimeout: 30 } },
		]);
		const [bind] = sandbox.requests.flatMap(({ batch = [], params }) =>
			batch.includes('event.bind') ? [JSON.stringify(params)] : [],
		);
		expect(bind?.match(/minTimeout/g)).toHaveLength(1);
	});

	it.each([
		['without the option', form()],
		[
			'where another event alone is chosen',
			{ events: ['ONCRMLEADADD'], options: { minTimeout: 30 } },
		],
	])('is sent no minimum timeout %s', async (_, parameters) => {
		const { trigger } = await listen(parameters);
		await trigger.create();
		expect(JSON.stringify(sandbox.requests)).not.toContain('minTimeout');
		expect(await trigger.checkExists()).toBe(true);
	});

	it('comes once however many changes there are within the time, and again after it', async () => {
		const { trigger, items } = await listen({ events: [SIGNAL], options: { minTimeout: 30 } });
		await trigger.create();
		await bindOffline('ONCRMLEADADD');
		for (const TITLE of ['One', 'Two']) await sandbox.createLead({ TITLE });
		sandbox.advanceClock(29_000);
		await sandbox.createLead({ TITLE: 'Three' });
		await sandbox.settle();
		expect(items).toMatchObject([{ event: SIGNAL, data: null }]);

		sandbox.advanceClock(2_000);
		await sandbox.createLead({ TITLE: 'Four' });
		await sandbox.settle();
		expect(items).toHaveLength(2);
	});

	it('is registered again where its minimum timeout has changed', async () => {
		const { trigger } = await listen(form(30));
		await trigger.create();
		const registeredAs = async (parameters: INodeParameters) => {
			const changed = receiver.replaceTrigger({ ...parameters });
			Object.assign(changed.staticData, trigger.staticData);
			return await changed.checkExists();
		};
		expect(await registeredAs(form(30))).toBe(true);
		expect(await registeredAs(form(31))).toBe(false);
		expect(await registeredAs(form())).toBe(false);
	});

	it.each([0, -1, 1.5, 'soon'])(
		'is refused a minimum timeout of %p before any call',
		async (minTimeout) => {
			const { trigger } = await listen({ events: [SIGNAL], options: { minTimeout } });
			await expect(trigger.create()).rejects.toThrow(
				'Minimum Timeout is not a whole number of 1 or more. Give a whole number of seconds.',
			);
			expect(sandbox.requests).toEqual([]);
		},
	);

	async function bindOffline(event: string): Promise<void> {
		const answer = await fetch(`${sandbox.url}/rest/event.bind`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({
				auth: sandbox.issueTokens().access_token,
				event,
				event_type: 'offline',
			}),
		});
		expect(await answer.json()).toMatchObject({ result: true });
	}
});
