import { getEvents } from '../../nodes/Bitrix24/methods/events';
import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';
import { listContext } from './n8nCore';
import { connectedTo } from './storedCredential';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => {
	await sandbox.stop();
});

const events = () => getEvents.call(listContext(connectedTo(sandbox)));

/** What the list calls an event. */
async function nameOf(code: string): Promise<string | undefined> {
	return (await events()).find(({ value }) => value === code)?.name;
}

/** The list where the portal can report these events alone. */
async function listOf(codes: string[]) {
	sandbox.faults.failNext(1, { method: 'events', body: { result: codes } });
	return await events();
}

const asked = () => sandbox.requests.map(({ method }) => method);

describe('The events of a custom type', () => {
	it.each([
		['ADD', 'CRM item of type "Purchase requests" created'],
		['UPDATE', 'CRM item of type "Purchase requests" updated'],
		['DELETE', 'CRM item of type "Purchase requests" deleted'],
	])('carry the title that the portal gives it: %s', async (verb, name) => {
		await sandbox.createRecord('type', { title: 'Purchase requests', entityTypeId: 147 });
		expect(await nameOf(`ONCRMDYNAMICITEM${verb}_147`)).toBe(name);
	});

	it('carry it also where the portal has more types than one page of them', async () => {
		for (let made = 0; made < 50; made++) {
			await sandbox.createRecord('type', { title: `Type ${made}`, entityTypeId: 2000 + made });
		}
		await sandbox.createRecord('type', { title: 'The last', entityTypeId: 147 });
		expect(await nameOf('ONCRMDYNAMICITEMADD_147')).toBe('CRM item of type "The last" created');
	});

	it('are told apart by the number of the type where the portal gives it no title', async () => {
		await sandbox.createRecord('type', { title: 'Purchase requests', entityTypeId: 147 });
		expect(await nameOf('ONCRMDYNAMICITEMADD_1032')).toBe('CRM item of custom type 1032 created');
	});

	it('are listed by number where the application may not read the types', async () => {
		const error_description = 'Access denied';
		const refusal = { method: 'crm.type.list', error: 'ACCESS_DENIED', error_description };
		sandbox.faults.failCommands(1, refusal);
		await sandbox.createRecord('type', { title: 'Purchase requests', entityTypeId: 147 });
		expect(await nameOf('ONCRMDYNAMICITEMADD_147')).toBe('CRM item of custom type 147 created');
		expect(sandbox.faults.left).toBe(0);
	});

	it('are what the types are read for: a portal without them is asked for the events alone', async () => {
		await listOf(['ONCRMLEADADD', 'ONCRMDYNAMICITEMADD']);
		expect(asked()).toEqual(['events']);
		await listOf(['ONCRMDYNAMICITEMADD_147']);
		expect(asked()).toEqual(['events', 'events', 'crm.type.list']);
	});
});

describe('The list of events', () => {
	const order = async (codes: string[]) => (await listOf(codes)).map(({ value }) => value);

	it('has records first, then custom fields, unknown events, the events of the application', async () => {
		const wanted = [
			...['ONUSERADD', 'ONCRMLEADADD', 'ONCRMDEALDELETE', 'ONTASKADD'],
			...['ONCRMLEADUSERFIELDADD', 'ONCRMDEALUSERFIELDDELETE'],
			'ONBRANDNEW',
			...['ONAPPINSTALL', 'ONAPPTEST'],
		];
		expect(await order(wanted)).toEqual(wanted);
		expect(await order([...wanted].reverse())).toEqual(wanted);
	});

	it('has the events of each custom type where those of all types stand', async () => {
		const reported = ['ONCRMTYPEADD', 'ONCRMDYNAMICITEMADD', 'ONCRMDYNAMICITEMADD_147'];
		expect(await order([...reported, 'ONCRMDYNAMICITEMADD_1032', 'ONCRMQUOTEDELETE'])).toEqual([
			'ONCRMQUOTEDELETE',
			'ONCRMDYNAMICITEMADD',
			'ONCRMDYNAMICITEMADD_147',
			'ONCRMDYNAMICITEMADD_1032',
			'ONCRMTYPEADD',
		]);
	});

	it('keeps the portal’s order, and its codes, where the catalogue knows nothing', async () => {
		expect(await listOf(['ONZULU', 'ONALPHA', 'ONMIKE_5'])).toEqual([
			{ name: 'ONZULU', value: 'ONZULU' },
			{ name: 'ONALPHA', value: 'ONALPHA' },
			{ name: 'ONMIKE_5', value: 'ONMIKE_5' },
		]);
	});
});
