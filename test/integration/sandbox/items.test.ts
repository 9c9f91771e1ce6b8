import { type Sandbox, startSandbox } from '../../../sandbox';
import { call } from './restClient';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

type Item = Record<string, unknown>;

const ask = async (verb: string, params: object) => {
	const { status, body } = await call(sandbox, `crm.item.${verb}`, params);
	return status === 200 ? body.result : [status, body.error, body.error_description];
};
const itemIn = (result: unknown) => (result as { item: Item }).item;
const itemsIn = (result: unknown) => (result as { items: Item[] }).items;

describe('crm.item.* of a smart process', () => {
	it('adds, reads, changes and deletes items in camel case', async () => {
		const fields = { title: 'One', ufCrm2_12: 'a', opportunity: 12.5, noSuchField: 1 };
		const item = itemIn(await ask('add', { entityTypeId: 147, fields }));
		expect(item).toMatchObject({
			id: expect.any(Number) as unknown,
			title: 'One',
			ufCrm2_12: 'a',
			opportunity: 12.5,
			entityTypeId: 147,
			createdBy: 1,
		});
		expect(item).not.toHaveProperty('noSuchField');
		const named = { entityTypeId: '147', id: item.id };
		expect(itemIn(await ask('get', named))).toEqual(item);
		const changed = itemIn(await ask('update', { ...named, fields: { STAGE_ID: 'DT147_1:WON' } }));
		expect(changed).toMatchObject({ stageId: 'DT147_1:WON' });
		expect(await ask('delete', named)).toEqual([]);
		expect(await ask('get', named)).toEqual([400, 'NOT_FOUND', 'Item not found']);
	});

	it('keeps the types apart, and knows only those that exist', async () => {
		const item = itemIn(await ask('add', { entityTypeId: 147, fields: { title: 'x' } }));
		for (const verb of ['get', 'delete']) {
			expect(await ask(verb, { entityTypeId: 1032, id: item.id })).toEqual([
				400,
				'NOT_FOUND',
				'Item not found',
			]);
		}
		expect(itemsIn(await ask('list', { entityTypeId: 31 }))).toEqual([]);
		expect(await ask('get', { entityTypeId: 5000, id: item.id })).toEqual([
			400,
			'NOT_FOUND',
			'Smart process not found',
		]);
		expect(await ask('get', { id: item.id })).toEqual([
			400,
			'100',
			'Could not find value for parameter {entityTypeId}',
		]);
	});

	it('lists with filter, order, selection, total and next', async () => {
		const add = (n: number) =>
			ask('add', { entityTypeId: 1032, fields: { title: `item ${n}`, opportunity: n } });
		for (let n = 1; n <= 60; n += 1) await add(n);
		const asked = {
			entityTypeId: 1032,
			filter: { '>=opportunity': 5 },
			order: { OPPORTUNITY: 'DESC' },
			select: ['title'],
		};
		const { body } = await call(sandbox, 'crm.item.list', asked);
		expect(body).toMatchObject({ total: 56, next: 50 });
		const [first] = itemsIn(body.result);
		expect(first).toEqual({ id: expect.any(Number) as unknown, title: 'item 60' });
	});
});

describe('crm.item.* of the CRM’s own kinds', () => {
	it('shows a deal with the names of items, and changes the same record', async () => {
		const id = await sandbox.createRecord('deal', { TITLE: 'One', OPPORTUNITY: 5, UF_CRM_7: 'u' });
		const named = { entityTypeId: 2, id };
		expect(itemIn(await ask('get', named))).toMatchObject({
			id,
			title: 'One',
			opportunity: 5,
			assignedById: 1,
			stageId: 'NEW',
			ufCrm_7: 'u',
			entityTypeId: 2,
		});
		await ask('update', { ...named, fields: { stageId: 'WON', ufCrm_7: 'v' } });
		const deal = (await call(sandbox, 'crm.deal.get', { id })).body.result;
		expect(deal).toMatchObject({ STAGE_ID: 'WON', UF_CRM_7: 'v' });
	});

	it('adds leads, which crm.lead.* finds', async () => {
		const { id } = itemIn(
			await ask('add', { entityTypeId: 1, fields: { title: 'x', name: 'Ada' } }),
		);
		const lead = (await call(sandbox, 'crm.lead.get', { id })).body.result;
		expect(lead).toMatchObject({ ID: String(id), TITLE: 'x', NAME: 'Ada' });
	});
});
