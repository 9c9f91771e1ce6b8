import { CLIENT_ERRORS } from '../../../nodes/Bitrix24/rest/errors/clientErrors';
import { describe as description, explain } from '../../../nodes/Bitrix24/rest/errors/explain';
import type { ErrorRow, PortalError } from '../../../nodes/Bitrix24/rest/errors/portalError';
import { ERROR_ROWS } from '../../../nodes/Bitrix24/rest/errors/table';
import type { RestCall } from '../../../nodes/Bitrix24/rest/types';
import { REFUSALS } from './refusals';

const call = (method: string, idempotent = false): RestCall => ({
	method,
	params: { event: 'ONCRMDEALADD' },
	idempotent,
});
const explained = REFUSALS.map(([code, text, method]) =>
	explain({ code, text, status: 400, argument: 'LIMIT' }, call(method)),
);

/** Whether an error is what a row of the table says, with its places filled. */
function isOf({ code, message }: ErrorRow, error: PortalError): boolean {
	const parts = message.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	const filled = new RegExp(`^${parts.join('.+')}$`).test(error.message);
	return filled && code.toLowerCase() === error.code.toLowerCase();
}

describe('every code that Bitrix24 answers', () => {
	it.each(REFUSALS)('%s (%s) of %s says "%s"', (code, text, method, says) => {
		const error = explain({ code, text }, call(method));
		expect(error.message).toContain(says);
		expect(error.message).not.toContain('Bitrix24 refused');
	});

	it.each(REFUSALS)('%s (%s) of %s means the same in another case', (code, text, method) => {
		const { message } = explain({ code, text }, call(method));
		for (const cased of [code.toLowerCase(), code.toUpperCase()]) {
			expect(explain({ code: cased, text }, call(method)).message).toBe(message);
		}
	});
});

describe('every row of the table', () => {
	const sent = ERROR_ROWS.filter((row) => !CLIENT_ERRORS.includes(row));
	it.each(sent.map((row) => [row.code, row.message, row] as const))(
		'%s (%s) is reached by an answer of Bitrix24',
		(_code, _message, row) => {
			expect(explained.some((error) => isOf(row, error))).toBe(true);
		},
	);

	it.each(ERROR_ROWS.map((row) => [row.code, row.message, row.advice] as const))(
		'%s speaks in whole sentences: %s %s',
		(_code, message, advice) => {
			for (const text of [message, advice]) {
				expect(text).toMatch(/^[A-Z{].{8,}[.]$/);
				expect(text).not.toMatch(/\b(error|problem|failure|fail)/i);
			}
		},
	);

	it.each(explained.map(({ code, message, advice }) => [code, message, advice] as const))(
		'%s leaves no place unfilled: %s',
		(_code, message, advice) => {
			expect(`${message} ${advice}`.replace('{ "dealId": 5 }', '')).not.toMatch(/[{}]/);
		},
	);

	it('names a cause that n8n knows, or none where the input is to blame', () => {
		const inputs = ['COMMAND_ERROR', 'MODULE_ID_ERROR', 'PARAMS_ERROR', 'TEXT_ERROR'];
		for (const { code, cause } of explained) {
			if (inputs.includes(code)) expect(cause).toBeUndefined();
			if (/^(expired_token|invalid_grant|wrong_client)$/.test(code)) {
				expect(cause).toBe('credential-invalid');
			}
		}
	});
});

describe('explain', () => {
	it('names the argument that Bitrix24 complains of', () => {
		const refusal = { code: 'ERROR_ARGUMENT', text: 'Value must be positive integer' };
		expect(explain({ ...refusal, argument: 'LIMIT' }, call('user.get')).message).toContain('LIMIT');
		expect(explain(refusal, call('user.get')).message).toContain('an argument');
	});

	it('does without the event where the call names none', () => {
		const other: RestCall = { method: 'event.bind', params: {}, idempotent: true };
		const { message } = explain({ code: 'ERROR_EVENT_NOT_FOUND', text: '' }, other);
		expect(message).toContain('this event');
	});

	it('does not give a method’s own meaning to the code of another method', () => {
		const gone = explain({ code: '404', text: 'Not found' }, call('crm.deal.get'));
		expect(gone.message).toBe('Bitrix24 refused crm.deal.get.');
		const denied = explain({ code: 'ACCESS_DENIED', text: 'Access denied!' }, call('event.bind'));
		expect(denied.message).toContain('lacks the rights');
	});

	it.each(['SOMETHING_NEW', '', '0', '499', 'constructor', '__proto__'])(
		'has a sentence also for the code %j',
		(code) => {
			const error = explain({ code, text: 'Its own words', status: 400 }, call('crm.deal.add'));
			expect(error).toMatchObject({ code, status: 400, cause: undefined });
			expect(error.message).toBe('Bitrix24 refused crm.deal.add.');
			expect(error.advice).toMatch(/own words below.*crm\.deal\.add/);
		},
	);

	it('says that Bitrix24 gave no reason where it gave none', () => {
		const error = explain({ code: '', text: '' }, call('crm.deal.add'));
		expect(error.original).toBe('');
		expect(error.advice).toContain('gave no reason');
	});

	it('takes an unknown code with a status from 500 on for a passing trouble', () => {
		const cause = (status: number) => explain({ code: 'X', text: '', status }, call('a.b')).cause;
		expect(cause(503)).toBe('temporarily-unavailable');
		expect(cause(499)).toBeUndefined();
	});

	it.each([
		['Access <b>denied</b>!<br/>Ask &amp; wait', 'Access denied !'],
		['  two\n\nlines ', 'two lines'],
		['<p></p>', ''],
	])('keeps Bitrix24’s own text %j without its HTML', (text, plain) => {
		const { original } = explain({ code: 'X', text }, call('a.b'));
		expect(original).not.toMatch(/<\w/);
		expect(original).toContain(plain);
		expect(original).toMatch(/^X/);
	});

	it.each(['<', '>', '<a', '<<>', ' '])('is made in no time of a million times %j', (part) => {
		const { original } = explain({ code: 'X', text: part.repeat(1_000_000) }, call('a.b'));
		expect(original?.length).toBeLessThan(600);
	});

	it('keeps no more than a screenful of Bitrix24’s own text', () => {
		const { original } = explain({ code: 'X', text: 'x'.repeat(100_000) }, call('a.b'));
		expect(original?.length).toBeLessThan(600);
	});
});

describe('the description', () => {
	it('holds the advice, then Bitrix24’s own words', () => {
		const error = explain({ code: 'COMMAND_ERROR', text: 'Command format error' }, call('a.b'));
		expect(description(error)).toBe(
			`${error.advice} (Bitrix24 answered: COMMAND_ERROR: Command format error)`,
		);
	});

	it.each([undefined, ''])('is the advice alone where Bitrix24 said nothing (%j)', (original) => {
		expect(description({ message: 'M.', advice: 'A.', original })).toBe('A.');
	});
});
