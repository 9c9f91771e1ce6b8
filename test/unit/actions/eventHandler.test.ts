import { bind } from '../../../nodes/Bitrix24/actions/eventHandler/bind.operation';
import { unbind } from '../../../nodes/Bitrix24/actions/eventHandler/unbind.operation';
import { explain } from '../../../nodes/Bitrix24/rest/errors/explain';
import type { Outcome } from '../../../nodes/Bitrix24/rest/types';
import { containing } from '../containing';
import { filled, leaving, refusal } from './filled';

const HANDLER = 'https://n8n.example.com/webhook/bitrix24?x=1';
const form = {
	event: { __rl: true, mode: 'list', value: 'ONCRMDEALADD' },
	eventType: 'online',
	handler: HANDLER,
	options: {},
};
const user = (value: unknown) => ({ authType: { __rl: true, mode: 'id', value } });
const binds = (more: Record<string, unknown> = {}) => bind.call(filled({ ...form, ...more }));
const unbinds = (more: Record<string, unknown> = {}) => unbind.call(filled({ ...form, ...more }));
const plain = { event: 'ONCRMDEALADD', handler: HANDLER, event_type: 'online' };

describe('binding', () => {
	it('names event, address and type', () => {
		expect(binds().method).toBe('event.bind');
		expect(leaving(binds())).toStrictEqual(plain);
	});

	it('names user, source key and timeout where they are given', () => {
		const options = { ...user('7'), authConnector: 'n8n', minTimeout: 30 };
		expect(leaving(binds({ options }))).toStrictEqual({
			...plain,
			auth_type: 7,
			auth_connector: 'n8n',
			options: { minTimeout: 30 },
		});
	});

	it('names neither address nor user of an offline event', () => {
		const options = { ...user('abc'), authConnector: 'n8n' };
		expect(leaving(binds({ eventType: 'offline', handler: '', options }))).toStrictEqual({
			event: 'ONCRMDEALADD',
			event_type: 'offline',
			auth_connector: 'n8n',
		});
	});

	it('travels alone only with a source key, which belongs to the whole request', () => {
		expect(binds({ options: user('7') }).alone).not.toBe(true);
		expect(binds({ options: { authConnector: 'n8n' } }).alone).toBe(true);
	});

	it.each([
		['1', 1],
		[1, 1],
		[30, 30],
		[undefined, undefined],
		['', undefined],
		[null, undefined],
	])('takes the timeout %j', (minTimeout, seconds) => {
		const options = seconds === undefined ? undefined : { minTimeout: seconds };
		expect(binds({ options: { minTimeout } }).params.options).toStrictEqual(options);
	});

	it.each([0, -1, 1.5, '0', 'abc', 'x', NaN, {}])('refuses the timeout %j', (minTimeout) => {
		expect(refusal(() => binds({ options: { minTimeout } })).message).toBe(
			'Minimum Timeout is not a whole number of 1 or more.',
		);
	});

	it.each([
		[true, false],
		['already bound', true],
	])('reports %j as bound already: %j', (result, alreadyBound) => {
		expect(bind.output(result, binds())).toStrictEqual({ success: true, alreadyBound });
	});
});

describe('the outcome of binding', () => {
	const judge = (outcome: Outcome) => bind.judge?.(outcome, binds());
	const refused = (code: string, text: string): Outcome => ({
		ok: false,
		error: explain({ code, text }, binds()),
	});

	it('is success where the very same handler was bound already', () => {
		const outcome = judge(
			refused('ERROR_CORE', 'Unable to set event handler: Handler already binded'),
		);
		if (outcome?.ok !== true) throw new Error('It did not succeed');
		expect(bind.output(outcome.result, binds())).toMatchObject({ alreadyBound: true });
	});

	it('names the permission that the event needs', () => {
		expect(judge(refused('ERROR_EVENT_NOT_FOUND', 'Event not found'))).toMatchObject({
			ok: false,
			error: { advice: containing('permission crm') },
		});
	});

	it.each([
		['ERROR_CORE', 'Unable to set event handler: SQL query error'],
		['ACCESS_DENIED', 'Access denied!'],
	])('stays refused with %s (%s)', (code, text) => {
		expect(judge(refused(code, text))).toStrictEqual(refused(code, text));
	});

	it('stays a success', () => {
		expect(judge({ ok: true, result: true })).toStrictEqual({ ok: true, result: true });
	});
});

describe('unbinding', () => {
	it('names event, address and type, and may travel in a batch', () => {
		expect(unbinds().method).toBe('event.unbind');
		expect(leaving(unbinds())).toStrictEqual(plain);
		expect(unbinds().alone).not.toBe(true);
	});

	it('names a user as a number and travels alone then', () => {
		const call = unbinds({ options: user('7') });
		expect(leaving(call)).toStrictEqual({ ...plain, auth_type: 7 });
		expect(call.alone).toBe(true);
	});

	it('unbinds an offline event by its source key', () => {
		const options = { authConnector: 'n8n' };
		expect(leaving(unbinds({ eventType: 'offline', options }))).toStrictEqual({
			event: 'ONCRMDEALADD',
			event_type: 'offline',
			auth_connector: 'n8n',
		});
	});

	it.each([
		[{ count: 0 }, { deleted: false, count: 0 }],
		[{ count: 2 }, { deleted: true, count: 2 }],
		[{ count: '1' }, { deleted: true, count: 1 }],
		[[], { deleted: false, count: 0 }],
		[true, { deleted: false, count: 0 }],
	])('reports %j as %j', (result, item) => {
		expect(unbind.output(result, unbinds())).toStrictEqual(item);
	});
});

describe.each([
	['binding', binds],
	['unbinding', unbinds],
])('%s', (_what, call) => {
	it.each([
		['oncrmdealadd', 'ONCRMDEALADD'],
		['  ONCRMDEALADD ', 'ONCRMDEALADD'],
		['ONCRMDYNAMICITEMADD_147', 'ONCRMDYNAMICITEMADD_147'],
		['CATALOG.PRODUCT.ON.ADD', 'CATALOG.PRODUCT.ON.ADD'],
		['sale:ONSOMETHING-NEW', 'SALE:ONSOMETHING-NEW'],
	])('takes the event %j as %s', (event, code) => {
		expect(call({ event }).params.event).toBe(code);
	});

	it.each<[unknown, string]>([
		['', 'No event is chosen.'],
		['   ', 'No event is chosen.'],
		[undefined, 'No event is chosen.'],
		[{ __rl: true, mode: 'list', value: '' }, 'No event is chosen.'],
		[
			'ON CRM',
			'The event code "ON CRM" contains a character that Bitrix24 does not accept: a space.',
		],
		['A,B', 'The event code "A,B" contains a character that Bitrix24 does not accept: ",".'],
		[
			'ОNCRMDEALADD',
			'The event code "ОNCRMDEALADD" contains a character that Bitrix24 does not accept: "О".',
		],
		[['A', 'B'], 'Event must be text, but the expression gave a list.'],
		[{ value: 'A' }, 'Event must be text, but the expression gave an object.'],
	])('refuses the event %j: %s', (event, message) => {
		expect(refusal(() => call({ event })).message).toBe(message);
	});

	it.each([
		HANDLER,
		'http://n8n.example.com:5678/webhook/x',
		'https://192.0.2.7/hook',
		'https://münchen.example/hook?a=ä',
		`https://n8n.example.com/${'x'.repeat(231)}`,
	])('takes the address %s byte for byte', (handler) => {
		expect(call({ handler }).params.handler).toBe(handler);
		expect(call({ handler: ` ${handler}\n` }).params.handler).toBe(handler);
	});

	it.each<[unknown, string | RegExp]>([
		['', 'The address of the handler is empty.'],
		[undefined, 'The address of the handler is empty.'],
		['/webhook/x', '"/webhook/x" is not an address.'],
		['n8n.example.com/webhook', '"n8n.example.com/webhook" is not an address.'],
		['ftp://n8n.example.com/x', /begins with ftp: instead of https: or http:\.$/],
		['javascript:alert(1)', /begins with javascript: instead/],
		['http://localhost:5678/webhook/x', 'Bitrix24 cannot reach a handler on "localhost".'],
		['https://n8n/webhook/x', 'Bitrix24 cannot reach a handler on "n8n".'],
		['https://[::1]/webhook/x', 'Bitrix24 cannot reach a handler on "[::1]".'],
		[`https://n8n.example.com/${'x'.repeat(232)}`, /has 256 characters; Bitrix24 keeps 255\.$/],
		[['https://n8n.example.com'], 'Handler URL must be text, but the expression gave a list.'],
	])('refuses the address %j', (handler, message) => {
		expect(refusal(() => call({ handler })).message).toMatch(message);
	});

	it.each<[unknown, string]>([
		['0', '"0" is not the ID of a user.'],
		['abc', '"abc" is not the ID of a user.'],
		['5,7', 'Run as User names more than one user.'],
		[true, 'A user must be an ID, but the expression gave the boolean true.'],
	])('refuses the user %j: %s', (value, message) => {
		expect(refusal(() => call({ options: user(value) })).message).toBe(message);
	});

	it.each([[''], [undefined]])('names no user where the user is %j', (value) => {
		expect(call({ options: user(value) }).params.auth_type).toBeUndefined();
	});

	it.each([undefined, '', 'Online', 'both', 5])('refuses the event type %j', (eventType) => {
		expect(refusal(() => call({ eventType })).message).toBe(
			'Event Type is neither online nor offline.',
		);
	});
});
