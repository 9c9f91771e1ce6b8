import { type Sandbox, startSandbox } from '../../../sandbox';
import { call, callWithForm, tokenOf } from './restClient';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

const idsOf = (result: unknown) => (result as Array<{ ID: string }>).map(({ ID }) => Number(ID));

// docs/reference/bitrix24.md#user-get
describe('user.get', () => {
	const get = async (params: Record<string, unknown>) =>
		idsOf((await call(sandbox, 'user.get', params)).body.result);

	it.each<[string, Record<string, unknown>, number[]]>([
		['without a filter shows fired and extranet users too', {}, [1, 2, 3, 4, 5, 6, 7, 8, 9]],
		['by ACTIVE', { FILTER: { ACTIVE: true } }, [1, 2, 3, 4, 5, 6, 7, 9]],
		['by ACTIVE as N', { filter: { active: 'N' } }, [8]],
		['by USER_TYPE', { FILTER: { USER_TYPE: 'extranet' } }, [9]],
		['by the start of names', { FILTER: { NAME_SEARCH: 'ros' } }, [3]],
		['by the start of first and last name', { FILTER: { NAME_SEARCH: 'd oka' } }, [4]],
		['by ids', { FILTER: { ID: [2, 5] } }, [2, 5]],
		['by a prefix', { FILTER: { '>ID': 7 } }, [8, 9]],
		['by fields of the call itself', { ACTIVE: 'false' }, [8]],
		['by FILTER alone where there is one', { ID: 1, FILTER: { ID: 2 } }, [2]],
		['ignoring unknown fields', { FILTER: { NO_SUCH: 1, ID: 4 } }, [4]],
		['sorted', { FILTER: { ID: [1, 2, 3] }, sort: 'LAST_NAME', order: 'desc' }, [1, 3, 2]],
		[
			'unsorted where the order is missing',
			{ FILTER: { ID: [1, 2, 3] }, sort: 'LAST_NAME' },
			[1, 2, 3],
		],
	])('%s', async (_case, params, ids) => {
		expect(await get(params)).toEqual(ids);
	});

	it('works as a form with a selection of fields', async () => {
		const { body } = await callWithForm(
			sandbox,
			'user.get',
			'FILTER[ACTIVE]=true&FILTER[ID]=2&select[]=ID&select[]=NAME',
		);
		expect(body.result).toEqual([{ ID: '2', NAME: 'Boris' }]);
	});

	it('hides e-mail addresses from user_brief', async () => {
		const { body } = await call(sandbox, 'user.current', {}, tokenOf(sandbox, 3, ['user_brief']));
		expect(body.result).toMatchObject({ ID: '3', ACTIVE: true });
		expect(body.result).not.toHaveProperty('EMAIL');
	});
});

describe('leads and deals', () => {
	it.each(['crm.lead', 'crm.deal'])('%s: add, get, update, delete', async (entity) => {
		const added = await call(sandbox, `${entity}.add`, {
			fields: { TITLE: 'One', OPPORTUNITY: 12.5, UF_CRM_X: ['a'], NONSENSE: 1 },
		});
		const id = added.body.result as number;
		const get = () => call(sandbox, `${entity}.get`, { id });
		const record = (await get()).body.result;
		expect(record).toMatchObject({
			ID: String(id),
			TITLE: 'One',
			OPPORTUNITY: '12.5',
			UF_CRM_X: ['a'],
		});
		expect(record).not.toHaveProperty('NONSENSE');
		const update = { id, fields: { TITLE: 'Two' } };
		expect((await call(sandbox, `${entity}.update`, update)).body.result).toBe(true);
		expect((await get()).body.result).toMatchObject({ TITLE: 'Two' });
		expect((await call(sandbox, `${entity}.delete`, { id })).body.result).toBe(true);
		const gone = await get();
		expect([gone.status, gone.body]).toEqual([400, { error: '', error_description: 'Not found' }]);
	});

	it('come in pages of fifty with total and next', async () => {
		const first = await sandbox.createLead({ TITLE: 'page 1' });
		for (let n = 2; n <= 120; n += 1) await sandbox.createLead({ TITLE: `page ${n}` });
		const filter = { '>=ID': first, '%TITLE': 'PAGE' };
		const list = (start: number) =>
			call(sandbox, 'crm.lead.list', { filter, order: { ID: 'DESC' }, select: ['ID'], start });
		const [one, two, three] = [await list(0), await list(50), await list(100)];
		expect(one.body).toMatchObject({ next: 50, total: 120 });
		expect(two.body).toMatchObject({ next: 100, total: 120 });
		expect(Object.keys(three.body)).toEqual(['result', 'total', 'time']);
		const ids = [one, two, three].flatMap(({ body }) => idsOf(body.result));
		expect(ids).toEqual(Array.from({ length: 120 }, (_, n) => first + 119 - n));
		expect(Object.keys((await list(-1)).body)).toEqual(['result', 'time']);
	});
});

describe('discovery', () => {
	const result = async (method: string, params: object = {}, scopes?: string[]) =>
		(await call(sandbox, method, params, tokenOf(sandbox, 1, scopes))).body.result;

	it('tells what exists and what the token may', async () => {
		expect(await result('scope', {}, ['crm'])).toEqual(['crm']);
		expect(await result('method.get', { name: 'crm.lead.add' }, ['pull'])).toEqual({
			isExisting: true,
			isAvailable: false,
		});
		expect(await result('method.get', { NAME: 'crm.lead.add' })).toEqual({
			isExisting: false,
			isAvailable: false,
		});
		const methods = (await result('methods', {}, ['pull'])) as string[];
		expect(methods).toContain('pull.application.event.add');
		expect(methods).not.toContain('crm.lead.add');
	});

	it('describes the application and the caller', async () => {
		expect(await result('app.info')).toMatchObject({
			CODE: sandbox.application.clientId,
			STATUS: 'L',
			INSTALLED: true,
		});
		expect(await result('profile')).toMatchObject({ ID: '1', ADMIN: true });
		expect(await result('server.time')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/);
	});
});
