import { type Sandbox, startSandbox } from '../../../sandbox';
import {
	ACCESS_DENIED,
	answerOf,
	batch,
	call,
	callWithForm,
	refusalOf,
	tokenOf,
} from './restClient';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());
beforeEach(() => {
	sandbox.rules.length = 0;
});

const HANDLER = 'https://n8n.example.org/rule';
const RULE = { CODE: 'check', HANDLER, NAME: 'Check' };
const KINDS = ['bizproc.robot', 'bizproc.activity'] as const;
const robot = (verb: string, params: object = {}, userId = 1) =>
	call(sandbox, `bizproc.robot.${verb}`, params, tokenOf(sandbox, userId));
const activity = (verb: string, params: object = {}) =>
	call(sandbox, `bizproc.activity.${verb}`, params);

const VALIDATION = 'ERROR_ACTIVITY_VALIDATION_FAILURE';
const NOT_FOUND = [400, 'ERROR_ACTIVITY_NOT_FOUND', 'Activity or Robot not found!'];

// docs/reference/bitrix24.md#rule-add
describe.each(KINDS)('%s.add', (prefix) => {
	const add = (changed: object, userId = 1) =>
		call(sandbox, `${prefix}.add`, { ...RULE, ...changed }, tokenOf(sandbox, userId));

	it.each([
		[{ CODE: undefined, HANDLER: '', NAME: '' }, 'Empty activity code!'],
		[{ CODE: 'ä', HANDLER: '' }, 'Wrong activity code!'],
		[{ CODE: ['a'] }, 'Wrong activity code!'],
		[{ HANDLER: '', NAME: '' }, 'Wrong handler URL'],
		[{ HANDLER: 'ftp://n8n.example.org/', NAME: '' }, 'Unsupported handler protocol'],
		[{ NAME: '', PROPERTIES: 'x' }, 'Empty activity NAME!'],
		[{ PROPERTIES: '', RETURN_PROPERTIES: 'x', FILTER: 'x' }, 'Wrong properties array!'],
		[{ RETURN_PROPERTIES: { _a: { Name: 'A' } }, FILTER: 'x' }, 'Wrong property key (_a)!'],
		[{ PROPERTIES: [{ Name: 'A' }] }, 'Wrong property key (0)!'],
		[{ PROPERTIES: { a: 'A' } }, 'Empty property NAME (a)!'],
		[{ FILTER: 'x' }, 'Wrong activity FILTER!'],
	])('refuses %j for its first mistake', async (changed, description) => {
		expect((await add(changed)).body.error_description).toBe(description);
		expect(sandbox.rules).toEqual([]);
	});

	it('checks the mistakes before whether the code is taken, and the settings form after that', async () => {
		await add({});
		expect((await add({ FILTER: 'x' })).body.error).toBe(VALIDATION);
		const withForm = { USE_PLACEMENT: 'Y', PLACEMENT_HANDLER: 'x' };
		expect((await add(withForm)).body.error).toBe('ERROR_ACTIVITY_ALREADY_INSTALLED');
		expect((await add({ ...withForm, CODE: 'other' })).body.error).toBe('ERROR_WRONG_HANDLER_URL');
		expect(sandbox.rules).toHaveLength(1);
	});

	it('takes a code of 128 characters in any case, and null for what is not given', async () => {
		const code = `${'Az0.-_'.repeat(21)}ab`;
		const nothing = { PROPERTIES: null, RETURN_PROPERTIES: null, FILTER: null, DESCRIPTION: null };
		expect((await add({ CODE: code, ...nothing })).body.result).toBe(true);
		expect(sandbox.rules[0]).toMatchObject({ code, properties: {}, returnProperties: {} });
	});

	it('keeps fields and return values with everything that was said of them', async () => {
		await add({
			PROPERTIES: {
				Manager: {
					Name: { de: 'Leiter', en: 'Manager' },
					Type: 'user',
					Required: 'Y',
					Multiple: 'Y',
					Settings: { ExternalExtract: 'Y' },
				},
				size: { NAME: 'Size', type: 'select', options: { s: 'Small' }, default: 's' },
			},
			RETURN_PROPERTIES: { answer: { name: 'Answer', type: 'nobody_knows_this' } },
		});
		const plain = { required: false, multiple: false };
		expect(sandbox.rules[0]).toMatchObject({
			properties: {
				Manager: {
					name: 'Manager',
					type: 'user',
					required: true,
					multiple: true,
					externalExtract: true,
				},
				size: { name: 'Size', type: 'select', ...plain, options: { s: 'Small' }, default: 's' },
			},
			returnProperties: { answer: { name: 'Answer', type: 'nobody_knows_this', ...plain } },
		});
	});

	it('folds keys on every level but the names of fields, return values and options', async () => {
		await call(sandbox, `${prefix}.add`, {
			code: 'folded',
			handler: HANDLER,
			Name: 'Folded',
			auth_user_id: '7',
			properties: { camelCase: { nAmE: 'A', options: { lower: 'B' } } },
		});
		expect(sandbox.rules[0]).toMatchObject({
			code: 'folded',
			authUserId: 7,
			properties: { camelCase: { name: 'A', options: { lower: 'B' } } },
		});
	});

	it('has room for less than 65,535 bytes of serialised properties, and 1000 characters of address', async () => {
		const serialised = (length: number) =>
			`a:1:{s:1:"a";a:2:{s:4:"NAME";s:1:"x";s:11:"DESCRIPTION";s:${length}:"";}}`.length + length;
		let length = 65_000;
		while (serialised(length + 1) < 65_535) length += 1;
		const properties = (size: number) => ({
			PROPERTIES: { a: { NAME: 'x', DESCRIPTION: 'é'.repeat(size / 2) + 'z'.repeat(size % 2) } },
		});
		const failure = [400, 'ERROR_ACTIVITY_ADD_FAILURE', 'Activity save error!'];
		expect(refusalOf(await add(properties(length + 1)))).toEqual(failure);
		expect(refusalOf(await add({ HANDLER: HANDLER.padEnd(1001, 'x') }))).toEqual(failure);
		expect((await add(properties(length))).body.result).toBe(true);
		const longest = { CODE: 'long', HANDLER: HANDLER.padEnd(1000, 'x') };
		expect((await add(longest)).body.result).toBe(true);
	});

	it('needs an application before an administrator before anything else', async () => {
		const webhook = sandbox.addInboundWebhook({ userId: 3, scopes: ['bizproc'] });
		const byWebhook = await answerOf(await fetch(`${webhook}${prefix}.add`));
		expect(byWebhook.body.error_description).toBe('Access denied! Application context required');
		expect(refusalOf(await add({ CODE: '' }, 3))).toEqual(ACCESS_DENIED);
	});
});

describe('DOCUMENT_TYPE', () => {
	const types = [
		['crm', true],
		['', true],
		[['crm'], true],
		[['crm', 'CCrmDocumentDeal', ''], true],
		[['crm', ' ', 'DEAL'], true],
		[['CCrmDocumentDeal', 'DEAL'], false],
		[['crm', 'NoSuchClass', 'DEAL'], false],
		[null, false],
	] as const;

	it.each(types)('%j is refused by bizproc.activity.add: %s', async (type, refused) => {
		const { body } = await activity('add', { ...RULE, DOCUMENT_TYPE: type });
		expect(body.error_description).toBe(refused ? 'Wrong activity DOCUMENT_TYPE!' : undefined);
	});

	it('is not looked at by bizproc.robot.add', async () => {
		expect((await robot('add', { ...RULE, DOCUMENT_TYPE: 'crm' })).body.result).toBe(true);
	});

	it.each(KINDS)('is checked by %s.update, where empty means none', async (prefix) => {
		await call(sandbox, `${prefix}.add`, RULE);
		const update = (fields: object) =>
			call(sandbox, `${prefix}.update`, { CODE: 'check', FIELDS: fields });
		expect(refusalOf(await update({ DOCUMENT_TYPE: 'crm' }))).toEqual([
			400,
			VALIDATION,
			'Wrong activity DOCUMENT_TYPE!',
		]);
		const type = ['crm', 'CCrmDocumentDeal', 'DEAL'];
		await update({ DOCUMENT_TYPE: type, FILTER: { Include: [['crm'], 'b24'] } });
		expect(sandbox.rules[0]).toMatchObject({
			documentType: type,
			filter: { INCLUDE: [['crm'], 'b24'] },
		});
		await update({ DOCUMENT_TYPE: '', FILTER: [] });
		expect(sandbox.rules[0]?.documentType).toBeUndefined();
		expect(sandbox.rules[0]?.filter).toBeUndefined();
	});
});

describe('codes', () => {
	it('are one space for rules and actions of an application, and another for the next one', async () => {
		await robot('add', RULE);
		expect((await activity('add', RULE)).body.error).toBe('ERROR_ACTIVITY_ALREADY_INSTALLED');
		expect((await activity('add', { ...RULE, CODE: 'CHECK' })).body.result).toBe(true);
		const { clientId } = sandbox.addApplication();
		const other = sandbox.issueTokens({ clientId }).access_token;
		const added = await call(sandbox, 'bizproc.activity.add', RULE, other);
		expect(added.body.result).toBe(true);
		expect((await call(sandbox, 'bizproc.activity.list', {}, other)).body.result).toEqual([
			'check',
		]);
	});

	it('are listed for rules and actions apart', async () => {
		await robot('add', RULE);
		await robot('add', { ...RULE, CODE: 'second' });
		await activity('add', { ...RULE, CODE: 'action' });
		expect((await robot('list')).body.result).toEqual(['check', 'second']);
		expect((await activity('list')).body.result).toEqual(['action']);
		expect(refusalOf(await robot('list', {}, 3))).toEqual(ACCESS_DENIED);
	});

	it('name a rule for the methods of rules only, and an action for those of actions', async () => {
		await robot('add', RULE);
		const change = { CODE: 'check', FIELDS: { NAME: 'New' } };
		expect(refusalOf(await activity('update', change))).toEqual(NOT_FOUND);
		expect(refusalOf(await activity('delete', change))).toEqual(NOT_FOUND);
		expect((await robot('update', change)).body.result).toBe(true);
		expect((await robot('delete', change)).body.result).toBe(true);
		expect(refusalOf(await robot('delete', change))).toEqual(NOT_FOUND);
	});

	it('can be registered, changed and deleted inside a batch', async () => {
		const form = new URLSearchParams({ CODE: 'b', HANDLER, NAME: 'B', USE_SUBSCRIPTION: 'Y' });
		const { result } = await batch(sandbox, {
			cmd: {
				add: `bizproc.robot.add?${form.toString()}&PROPERTIES[sum][Name]=Sum`,
				update: 'bizproc.robot.update?CODE=b&FIELDS[NAME]=C',
				list: 'bizproc.robot.list',
				delete: 'bizproc.robot.delete?CODE=b',
			},
		});
		expect(result).toEqual({ add: true, update: true, list: ['b'], delete: true });
	});
});

// docs/reference/bitrix24.md#rule-update
describe('update', () => {
	beforeEach(() =>
		robot('add', { ...RULE, USE_SUBSCRIPTION: 'Y', PROPERTIES: { a: { Name: 'A' } } }),
	);
	const update = (fields: unknown, userId = 1) =>
		robot('update', { code: 'check', fields }, userId);

	it('changes what is named and leaves the rest', async () => {
		const form = 'CODE=check&FIELDS[handler]=https://other.example.org/&FIELDS[AUTH_USER_ID]=5x';
		expect((await callWithForm(sandbox, 'bizproc.robot.update', form)).body.result).toBe(true);
		await update({ RETURN_PROPERTIES: { Done: { name: 'Done' } }, NAME: '' });
		expect(sandbox.rules[0]).toMatchObject({
			name: 'Check',
			handler: 'https://other.example.org/',
			authUserId: 5,
			useSubscription: 'Y',
			properties: { a: { name: 'A' } },
			returnProperties: { Done: { name: 'Done' } },
		});
		await update({ USE_SUBSCRIPTION: '', PROPERTIES: [], DESCRIPTION: { EN: 'More' } });
		expect(sandbox.rules[0]).toMatchObject({ useSubscription: '', description: 'More' });
		expect(sandbox.rules[0]?.properties).toEqual({});
	});

	it('checks the code before the administrator, and then whether it exists', async () => {
		const wrong = (code: string) => robot('update', { CODE: code }, 3);
		expect((await wrong('')).body.error_description).toBe('Empty activity code!');
		expect((await wrong('a b')).body.error_description).toBe('Wrong activity code!');
		expect(refusalOf(await wrong('check'))).toEqual(ACCESS_DENIED);
		expect(refusalOf(await robot('update', { CODE: 'unknown' }))).toEqual(NOT_FOUND);
	});

	it.each([
		[undefined, 'No fields to update'],
		['x', 'No fields to update'],
		[{ COLOUR: 'red', NAME: '' }, 'No fields to update'],
		[{ PLACEMENT_HANDLER: HANDLER }, 'No fields to update'],
		[{ HANDLER: 'http://localhost/', PROPERTIES: 'x' }, 'Wrong handler URL'],
		[{ PROPERTIES: 'x' }, 'Wrong properties array!'],
		[{ RETURN_PROPERTIES: { 'a-b': { Name: 'A' } } }, 'Wrong property key (a-b)!'],
		[{ FILTER: 'x' }, 'Wrong activity FILTER!'],
	])('refuses the fields %j', async (fields, description) => {
		expect((await update(fields)).body.error_description).toBe(description);
	});

	it('takes the settings form on and off', async () => {
		await update({ USE_PLACEMENT: 'Y', PLACEMENT_HANDLER: HANDLER });
		expect(sandbox.rules[0]?.placementHandler).toBe(HANDLER);
		await update({ USE_PLACEMENT: 'N' });
		expect(sandbox.rules[0]?.placementHandler).toBeUndefined();
	});
});

// docs/reference/bitrix24.md#rule-delete
it('delete needs a code, after an administrator', async () => {
	expect(refusalOf(await robot('delete', { CODE: '' }, 3))).toEqual(ACCESS_DENIED);
	expect((await robot('delete')).body.error_description).toBe('Empty activity code!');
});

// docs/reference/bitrix24.md#rule-lifetime
it('an update and a deletion of the application drop its rules and actions alone', async () => {
	const { clientId } = sandbox.installApplication();
	const token = () => sandbox.issueTokens({ clientId }).access_token;
	const add = async () => {
		await call(sandbox, 'bizproc.robot.add', RULE, token());
		await call(sandbox, 'bizproc.activity.add', { ...RULE, CODE: 'action' }, token());
	};
	await robot('add', RULE);
	await add();
	sandbox.updateApplication(clientId);
	expect(sandbox.rules.map((rule) => rule.clientId)).toEqual([sandbox.application.clientId]);
	await add();
	sandbox.uninstallApplication(clientId);
	expect(sandbox.rules.map((rule) => rule.clientId)).toEqual([sandbox.application.clientId]);
});
