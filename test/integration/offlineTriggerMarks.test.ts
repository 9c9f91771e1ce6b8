import { ids, LEADS, OfflinePortal, offlineTrigger, sourceKey, UNKNOWN } from './offlinePortal';
import { HOSTS } from './pollerInWorkflow';

let portal: OfflinePortal;
beforeEach(async () => {
	portal = await OfflinePortal.start();
});
afterEach(async () => {
	await portal.stop();
});

/** The marks that the portal holds, by their keys. */
async function marks(): Promise<Record<string, string>> {
	const all = Object.entries(await portal.options());
	return Object.fromEntries(all.filter(([key, text]) => /^n8n_offline_/.test(key) && text !== ''));
}

/** The portal loses every mark, as one that does not store them. */
async function loseMarks(): Promise<void> {
	const keys = Object.keys(await marks());
	const options = Object.fromEntries(keys.map((key) => [key, '']));
	await portal.call('app.option.set', { options });
}

const TAKE_OVER = { takeOver: true };
const REFUSED = 'already bound as offline events of this application';

describe.each(HOSTS)('n8n is killed in the midst of the first publication (%s)', (host) => {
	it.each([[{}], [sourceKey('n8n')]])(
		'and the trigger recognises its bindings, with %j',
		async (form) => {
			const trigger = portal.trigger({ ...form, events: LEADS }).in(host);
			await trigger.publish();
			const bound = [...portal.bound];
			const [lead] = await portal.leads();

			const again = trigger.unsaved();
			expect(again.savedData).toEqual({});
			await again.restart();
			const items = [...again.items, ...(await again.polled())];
			expect(ids(items)).toEqual([lead]);
			expect(portal.bound).toEqual(bound);
			await portal.unpublish(again);
		},
	);
});

describe('A mark', () => {
	it('is there before the event is bound, and gone once it is unbound', async () => {
		const fault = { ...UNKNOWN, status: 401, body: { error: 'user_access_error' }, after: false };
		portal.sandbox.faults.failNext(1, { ...fault, method: 'event.bind' });
		const trigger = portal.trigger();
		await expect(trigger.publish()).rejects.toThrow();
		const methods = portal.methods.flat();
		expect(methods.indexOf('app.option.set')).toBeLessThan(methods.indexOf('event.bind'));
		await trigger.publish();
		expect(Object.keys(await marks())).toEqual(['n8n_offline_ONCRMLEADADD']);
		await portal.unpublish(trigger);
		expect(await marks()).toEqual({});
	});

	it('names nothing of n8n', async () => {
		const trigger = await portal.published(sourceKey('a key'));
		const [[key, text] = []] = Object.entries(await marks());
		expect(key).toMatch(/^n8n_offline_ONCRMLEADADD_[0-9a-f]{16}$/);
		expect(text).toMatch(/^[0-9a-f]{16}$/);
		await portal.unpublish(trigger);
	});

	it('of another n8n or a copy of the workflow refuses the event, which is not named', async () => {
		const first = await portal.published();
		const second = first.elsewhere();
		const refusal: unknown = await second.publish().catch((thrown: unknown) => thrown);
		expect(String(refusal)).toContain(REFUSED);
		expect(String(refusal)).toContain('in this n8n or in another one, has bound them');
		expect(String(refusal)).not.toContain(first.name);
		expect(portal.bound).toEqual(['ONCRMLEADADD']);
	});

	it('goes before what the trigger remembers: what was taken over is not its own any more', async () => {
		const first = await portal.published();
		const form = offlineTrigger({ options: TAKE_OVER });
		const second = first.elsewhere().afterCrash(form);
		await second.publish();
		await expect(first.poll()).rejects.toThrow(REFUSED);
		await portal.unpublish(first);
		expect(portal.bound).toEqual(['ONCRMLEADADD']);
		const [lead] = await portal.leads();
		expect(ids(await second.polled())).toEqual([lead]);
		await portal.unpublish(second);
		expect(portal.bound).toEqual([]);
	});

	it('is written where an older version of the package has bound the event', async () => {
		const trigger = await portal.published();
		const before = await marks();
		await loseMarks();
		await trigger.poll();
		expect(await marks()).toEqual(before);
	});

	it('is not missed where the trigger unbinds, and somebody else is not refused by it then', async () => {
		const trigger = await portal.published();
		await loseMarks();
		await portal.unpublish(trigger);
		expect(portal.bound).toEqual([]);
		const other = await portal.published();
		await portal.unpublish(other);
	});
});

describe('Where the portal refuses options of the application', () => {
	const refuse = () => {
		const refusal = { error: 'ACCESS_DENIED', error_description: 'Administrator required' };
		for (const method of ['app.option.get', 'app.option.set']) {
			portal.sandbox.faults.failCommands(1000, { method, ...refusal });
			portal.sandbox.faults.failNext(1000, { method, status: 403, body: refusal });
		}
	};

	it('the trigger goes by what it remembers, and n8n’s log says so once', async () => {
		refuse();
		const trigger = await portal.published({ events: LEADS });
		for (let n = 0; n < 3; n += 1) await trigger.poll();
		expect(trigger.logged).toEqual([expect.stringMatching(/^warn: .*does not store options/)]);
		const [lead] = await portal.leads();
		const again = trigger.afterCrash();
		expect(ids(await again.polled())).toEqual([lead]);
		await again.poll();
		expect(again.logged).toEqual([expect.stringMatching(/^warn: .*does not store options/)]);
		await portal.unpublish(again);
		expect(portal.bound).toEqual([]);
	});

	it('what is bound already is refused', async () => {
		const trigger = await portal.published();
		refuse();
		await expect(trigger.elsewhere().publish()).rejects.toThrow(REFUSED);
	});
});

it('A portal that cannot tell options for the moment is asked three times more, and then done without', async () => {
	const trigger = await portal.published();
	const [lead] = await portal.leads();
	const busy = { method: 'app.option.get', error: 'OVERLOAD_LIMIT', error_description: 'Busy' };
	portal.sandbox.faults.failCommands(1000, busy);
	for (let n = 0; n < 3; n += 1) expect(await trigger.polled()).toEqual([]);
	expect(ids(await trigger.polled())).toEqual([lead]);
});
