import { newRestUrl, readResponse, refusalIn } from '../../../nodes/Bitrix24/rest/response';
import type { PortalResponse } from '../../../nodes/Bitrix24/rest/response';
import type { RestCall } from '../../../nodes/Bitrix24/rest/types';
import { textOf } from '../../../nodes/Bitrix24/values/json';

const call: RestCall = {
	method: 'event.bind',
	params: { event: 'ONCRMDEALADD' },
	idempotent: true,
};
const NOW = 1_800_000_000_000;
const URL_CALLED = 'https://old.bitrix24.com/rest/event.bind';
const read = (body: unknown, status = 200, headers: PortalResponse['headers'] = {}) =>
	readResponse({ status, headers, body }, call, URL_CALLED, NOW);

describe('a result', () => {
	it.each([[true], [false], [null], [0], [''], [[]], [{}], [{ count: 0 }], ['text'], [5]])(
		'%j is handed on as it is',
		(result) => {
			expect(read({ result, time: {} })).toEqual({ ok: true, result });
		},
	);
});

describe('the number of entries of a list', () => {
	it.each<[unknown, number | undefined]>([
		[120, 120],
		[0, 0],
		[undefined, undefined],
		['120', undefined],
	])('%j is read as %j', (total, expected) => {
		expect(read({ result: [], total })).toMatchObject({ ok: true, total: expected });
	});
});

describe('a refusal', () => {
	it('is known by its error, also with status 200', () => {
		const body = { error: 'wrong_client', error_description: 'Unknown' };
		expect(read(body)).toMatchObject({ ok: false, error: { code: 'wrong_client', status: 200 } });
	});

	it('is a refusal even where a result stands beside it', () => {
		expect(read({ error: 'ERROR_CORE', error_description: 'x', result: true }).ok).toBe(false);
	});

	it.each([401, 403, 503, 500, 302])('keeps its code with status %i', (status) => {
		const body = { error: 'QUERY_LIMIT_EXCEEDED', error_description: 'Too many requests' };
		expect(read(body, status)).toMatchObject({
			error: { code: 'QUERY_LIMIT_EXCEEDED', status, cause: 'rate-limited' },
		});
	});

	it('may have an empty code', () => {
		expect(read({ error: '', error_description: 'Something odd' }, 400)).toMatchObject({
			ok: false,
			error: { code: '', original: 'Something odd' },
		});
	});

	it.each([
		['404', '404'],
		[404, '404'],
		['0', '0'],
		[0, '0'],
	])('may have a number as its code: %j', (error, code) => {
		expect(read({ error, error_description: '' }, 400)).toMatchObject({ error: { code } });
	});

	it('names the argument it is about', () => {
		const body = { error: 'ERROR_ARGUMENT', error_description: 'Empty', argument: 'HANDLER' };
		expect(refusalIn(body, NOW, 400)).toEqual({
			code: 'ERROR_ARGUMENT',
			text: 'Empty',
			status: 400,
			argument: 'HANDLER',
		});
	});

	it('may come without a description', () => {
		expect(refusalIn({ error: 'expired_token' }, NOW)).toMatchObject({
			code: 'expired_token',
			text: '',
		});
	});

	it.each([[undefined], [null], ['error'], [['error']], [5], [{ result: true }], [{}]])(
		'is not seen in %j',
		(body) => {
			expect(refusalIn(body, NOW)).toBeUndefined();
		},
	);
});

describe('a renamed portal', () => {
	it('is named with its new host and nothing else of the address', () => {
		const location = 'https://new.bitrix24.com/rest/event.bind?auth=sentinel';
		const outcome = read('', 302, { location });
		expect(outcome).toMatchObject({
			ok: false,
			error: { code: 'portal_moved', status: 302, cause: 'configuration-invalid' },
		});
		expect(JSON.stringify(outcome)).toContain('new.bitrix24.com');
		expect(JSON.stringify(outcome)).not.toContain('sentinel');
	});

	it('is not named with the user and password that an address may hold', () => {
		const outcome = read('', 301, { location: 'https://sentinel:x@new.bitrix24.com/' });
		expect(outcome.ok).toBe(false);
		expect(JSON.stringify(outcome)).not.toContain('sentinel');
	});

	it.each([[{}], [{ location: '/rest/' }], [{ location: ['https://a.example'] }]])(
		'is noticed also with the headers %j',
		(headers) => {
			expect(read('<html></html>', 302, headers)).toMatchObject({
				error: { code: 'portal_moved', message: 'The portal now answers at another address.' },
			});
		},
	);
});

describe('the address that a renamed portal names', () => {
	const from = (url: string, location: string) => newRestUrl(location, url, 'event.bind');
	const OLD = 'https://old.example.com/rest/event.bind';

	it.each(['/rest/event.bind', '/rest/event.bind.json'])(
		'is followed to the same call (%s)',
		(path) => {
			expect(from(OLD, `https://new.example.com${path}`)).toBe('https://new.example.com/rest/');
		},
	);

	it('is followed from an address without encryption to one without', () => {
		const url = from(OLD.replace('https', 'http'), 'http://new.example.com/rest/event.bind');
		expect(url).toBe('http://new.example.com/rest/');
	});

	it.each([
		['to an address without encryption', 'http://new.example.com/rest/event.bind'],
		['to another path', 'https://new.example.com/login'],
		['to another method', 'https://new.example.com/rest/user.get'],
		['to a path that only ends alike', 'https://new.example.com/x/rest/event.bind'],
		['to another scheme', 'ftp://new.example.com/rest/event.bind'],
		['nowhere', ''],
		['to what is no address', 'https://'],
		['within itself', '/rest/event.bind'],
	])('does not take the token along %s', (_, location) => {
		expect(from(OLD, location)).toBeUndefined();
	});

	it.each([200, 400, 401, 503])('is none with a status of %i', (status) => {
		const headers = { location: 'https://new.example.com/rest/event.bind' };
		expect(read('', status, headers)).not.toMatchObject({ error: { code: 'portal_moved' } });
	});
});

describe('the time at which a blocked method is free', () => {
	const resetsAt = (operating_reset_at: unknown) =>
		refusalIn({ error: 'X', time: { operating: 500, operating_reset_at } }, NOW)?.resetsAt;

	it('is read where it is to come', () => {
		expect(resetsAt(NOW / 1000 + 60)).toBe(NOW + 60_000);
	});

	it.each([1e15, 1e300, -5, NaN, Infinity, '', 'soon', null, {}, NOW / 1000 - 3600, NOW / 1000])(
		'is not believed where it cannot be: %j',
		(time) => {
			expect(resetsAt(time)).toBeUndefined();
		},
	);
});

describe('an answer that does not come from the REST API', () => {
	it.each([
		['a page', '<html><body>Bitrix24</body></html>', 200],
		['a page that was not found', '<h1>404</h1>', 404],
		['a request that a server did not like', '<h1>400</h1>', 400],
		['nothing', '', 200],
		['JSON without a result', { status: 'ok' }, 200],
		['a list', [1, 2], 200],
		['null', null, 200],
	])('asks to check the portal: %s', (_what, body, status) => {
		expect(read(body, status)).toMatchObject({
			ok: false,
			error: { code: 'unreadable_answer', status, cause: 'configuration-invalid' },
		});
	});

	it.each([500, 502, 503, 504])('asks to wait with status %i', (status) => {
		expect(read('<html>Bad gateway</html>', status)).toMatchObject({
			ok: false,
			error: { code: 'portal_down', status, cause: 'temporarily-unavailable' },
		});
	});

	it('is not repeated to the user, since it may hold anything', () => {
		expect(JSON.stringify(read('<p>sentinel</p>', 502))).not.toContain('sentinel');
	});
});

describe('textOf', () => {
	it.each([
		['text', 'text'],
		['', ''],
		[5, '5'],
		[0, '0'],
		[true, ''],
		[null, ''],
		[undefined, ''],
		[{ a: 1 }, ''],
		[['x'], ''],
	])('reads %j as the text %j', (value, text) => {
		expect(textOf(value)).toBe(text);
	});
});
