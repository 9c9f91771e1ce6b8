import { type RecordKindName, type Sandbox, startSandbox } from '../../../sandbox';
import { call } from './restClient';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

const ask = async (method: string, params: object = {}) => {
	const { status, body } = await call(sandbox, method, params);
	return status === 200 ? body.result : [status, body.error, body.error_description];
};
const NO_ID = 'Could not find value for parameter {id}';

interface Case {
	kind: RecordKindName;
	prefix: string;
	fields: Record<string, unknown>;
	change: Record<string, unknown>;
	/** Keys around one record and many. */
	one?: string;
	many?: string;
	added: 'id' | 'idObject' | 'record';
	deleted?: unknown;
	absent: unknown;
	noId: unknown;
	idParameter?: string;
	changed?: string;
}

const classic = (kind: RecordKindName, prefix: string, absent = 'Not found'): Case => ({
	kind,
	prefix,
	fields: { COMMENTS: 'One' },
	change: { COMMENTS: 'Two' },
	added: 'id',
	absent: [400, '', absent],
	noId: [400, '', 'ID is not defined or invalid.'],
});
const controller = (
	kind: RecordKindName,
	prefix: string,
	one: string,
	many: string,
	absent: unknown,
): Case => ({
	kind,
	prefix,
	fields: { name: 'One' },
	change: { name: 'Two' },
	one,
	many,
	added: kind.startsWith('booking') ? 'idObject' : 'record',
	absent,
	noId: [400, '100', NO_ID],
});

const CASES: Case[] = [
	classic('lead', 'crm.lead'),
	classic('deal', 'crm.deal'),
	classic('contact', 'crm.contact'),
	classic('company', 'crm.company'),
	classic('quote', 'crm.quote'),
	{
		...classic('activity', 'crm.activity', 'Activity is not found'),
		fields: { SUBJECT: 'One' },
		change: { SUBJECT: 'Two' },
	},
	{
		...classic('timelineComment', 'crm.timeline.comment', 'Not found.'),
		fields: { COMMENT: 'One', ENTITY_TYPE: 'deal' },
		change: { COMMENT: 'Two' },
	},
	{
		...classic('requisite', 'crm.requisite', "The Requisite with ID '999999' is not found"),
		fields: { NAME: 'One' },
		change: { NAME: 'Two' },
	},
	{
		...controller('task', 'tasks.task', 'task', 'tasks', []),
		fields: { title: 'One' },
		change: { title: 'Two' },
		deleted: { task: true },
		noId: [400, '100', 'Could not find value for parameter {taskId}'],
		idParameter: 'taskId',
	},
	{
		...controller('type', 'crm.type', 'type', 'types', [400, '0', 'SPA not found']),
		fields: { title: 'One' },
		change: { title: 'Two' },
		deleted: [],
	},
	controller('booking', 'booking.v1.booking', 'booking', 'booking', [
		400,
		'1021',
		'Booking not found',
	]),
	controller('bookingResource', 'booking.v1.resource', 'resource', 'resource', [
		400,
		'1009',
		'Resource not found',
	]),
	{
		...controller('catalogProduct', 'catalog.product', 'product', 'products', [
			400,
			'0',
			'Product is not exists',
		]),
		changed: 'element',
	},
	controller('priceType', 'catalog.priceType', 'priceType', 'priceTypes', [
		400,
		'201000000000',
		'Price type is not exists',
	]),
	{
		...controller('order', 'sale.order', 'order', 'orders', [
			400,
			'200540400001',
			'order does not exist',
		]),
		fields: { comments: 'One' },
		change: { comments: 'Two' },
	},
];

const inside = (value: unknown, key: string | undefined) =>
	key === undefined ? value : (value as Record<string, unknown>)[key];

describe.each(CASES)('$prefix', (kind) => {
	const { prefix, fields, change, one, many, idParameter = 'id' } = kind;
	const idKey = one === undefined ? 'ID' : 'id';

	it('adds, reads, lists, changes and deletes in the shape of its documentation', async () => {
		const added = await ask(`${prefix}.add`, { fields });
		const record = inside(added, kind.changed ?? one) as Record<string, unknown>;
		const ids = {
			id: () => added,
			idObject: () => inside(added, 'id'),
			record: () => record[idKey],
		};
		const id = ids[kind.added]();
		expect(Number(id)).toBeGreaterThan(0);
		const named = { [idParameter]: id };
		expect(inside(await ask(`${prefix}.get`, named), one)).toMatchObject(fields);
		await ask(`${prefix}.update`, { ...named, fields: change });
		expect(inside(await ask(`${prefix}.get`, named), one)).toMatchObject({ ...fields, ...change });
		const found = await ask(`${prefix}.list`, { filter: { [idKey]: id } });
		expect(inside(found, many)).toMatchObject([{ [idKey]: expect.anything() as unknown }]);
		expect(await ask(`${prefix}.delete`, named)).toEqual(kind.deleted ?? true);
		expect(await ask(`${prefix}.get`, named)).toEqual(
			JSON.parse(JSON.stringify(kind.absent).replace('999999', String(id))),
		);
	});

	it('says what it misses', async () => {
		expect(await ask(`${prefix}.get`)).toEqual(kind.noId);
		const withoutFields = await ask(`${prefix}.add`);
		expect(withoutFields).toEqual(
			one === undefined
				? [400, '', "Parameter 'fields' must be array."]
				: [400, '100', 'Could not find value for parameter {fields}'],
		);
	});
});

describe('records that are called otherwise', () => {
	it('calendar.event.*: each field a parameter, read with getbyid, null where there is none', async () => {
		const event = { type: 'user', ownerId: 3, name: 'One', from: '2026-03-01', to: '2026-03-02' };
		const id = await ask('calendar.event.add', event);
		expect(await ask('calendar.event.getbyid', { id })).toMatchObject({
			ID: String(id),
			NAME: 'One',
			OWNER_ID: '3',
			DATE_FROM: '2026-03-01',
		});
		expect(await ask('calendar.event.update', { id, name: 'Two' })).toBe(id);
		const { body } = await call(sandbox, 'calendar.event.get', { type: 'user', ownerId: 3 });
		expect(body.result).toMatchObject([{ NAME: 'Two' }]);
		expect(Object.keys(body)).toEqual(['result', 'time']);
		expect(await ask('calendar.event.get', { type: 'user', ownerId: 4 })).toEqual([]);
		expect(await ask('calendar.event.delete', { id })).toBe(true);
		expect(await ask('calendar.event.getbyid', { id })).toBeNull();
		expect(await ask('calendar.event.getbyid')).toEqual([
			400,
			'',
			'The required parameter "id" for the method "calendar.event.getbyid" is not set',
		]);
	});

	it('task.commentitem.*: parameters by position, whatever their names', async () => {
		const { task } = (await ask('tasks.task.add', { fields: { TITLE: 'x' } })) as {
			task: { id: string };
		};
		const fields = { POST_MESSAGE: 'One' };
		const id = await ask('task.commentitem.add', { TASKID: task.id, FIELDS: fields });
		expect(await ask('task.commentitem.get', { a: task.id, b: id })).toMatchObject({
			ID: String(id),
			POST_MESSAGE: 'One',
			AUTHOR_ID: '1',
		});
		const swapped = await ask('task.commentitem.get', { ITEMID: id, TASKID: task.id });
		expect(swapped).toEqual([
			400,
			'ERROR_CORE',
			'TASKS_ERROR_EXCEPTION_#512; Check listitem not found or not accessible; 512/TE/ITEM_NOT_FOUND_OR_NOT_ACCESSIBLE.<br>',
		]);
		expect(await ask('task.commentitem.get', { ITEMID: 'x' })).toEqual([
			400,
			'ERROR_CORE',
			expect.stringContaining(
				'ctaskcommentitem::get() expected to be of type "integer"',
			) as unknown,
		]);
		expect(await ask('task.commentitem.getlist', { TASKID: task.id })).toHaveLength(1);
		const update = { TASKID: task.id, ITEMID: id, FIELDS: { POST_MESSAGE: 'Two' } };
		expect(await ask('task.commentitem.update', update)).toBe(true);
		expect(await ask('task.commentitem.delete', { TASKID: task.id, ITEMID: id })).toBe(true);
		expect(await ask('task.commentitem.delete', { TASKID: task.id, ITEMID: id })).toEqual([
			400,
			'ERROR_CORE',
			'TASKS_ERROR_EXCEPTION_#4; Action is not allowed; 4/TE/ACTION_NOT_ALLOWED.<br>',
		]);
	});

	it('log.blogpost.* and sonet_group.*: read as a list with one entry', async () => {
		const post = await ask('log.blogpost.add', { POST_TITLE: 'One', POST_MESSAGE: 'Text' });
		expect(await ask('log.blogpost.get', { POST_ID: post })).toMatchObject([
			{ ID: String(post), TITLE: 'One', DETAIL_TEXT: 'Text' },
		]);
		const group = await ask('sonet_group.create', { NAME: 'One' });
		expect(await ask('sonet_group.get', { FILTER: { ID: group } })).toMatchObject([
			{ NAME: 'One', OWNER_ID: '1' },
		]);
		expect(await ask('sonet_group.delete', { GROUP_ID: group })).toBe(true);
		expect(await ask('sonet_group.get', { GROUP_ID: group })).toEqual([]);
	});

	it('crm.currency.*: the caller chooses the id', async () => {
		expect(await ask('crm.currency.add', { fields: { CURRENCY: 'CHE' } })).toBe('CHE');
		expect(await ask('crm.currency.get', { id: 'CHE' })).toMatchObject({ CURRENCY: 'CHE' });
		expect(await ask('crm.currency.delete', { id: 'CHE' })).toBe(true);
		expect(await ask('crm.currency.get', { id: 'CHE' })).toEqual([400, '', 'Not found']);
	});
});

it('a kind’s methods need its permission', async () => {
	const token = sandbox.issueTokens({ scopes: ['crm'] }).access_token;
	const refused = await call(sandbox, 'tasks.task.get', { taskId: 1 }, token);
	expect(refused.body.error).toBe('insufficient_scope');
});
