import fc from 'fast-check';

import { parseForm } from '../../../nodes/Bitrix24/triggers/payload';

const MEBIBYTE = 1024 * 1024;
const read = (body: string) => parseForm(Buffer.from(body, 'utf8'));

/** Every key of a form, at any depth. */
function keys(value: unknown): string[] {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, part]) => [key, ...keys(part)]);
}

describe('a key that reaches into a prototype', () => {
	it.each([
		'__proto__[polluted]=1',
		'__proto__=1',
		'constructor[prototype][polluted]=1',
		'data[__proto__][polluted]=1',
		'data[constructor][prototype][polluted]=1',
		'data[0][__proto__]=1',
		'data[prototype]=1',
		'%5F_proto__[polluted]=1',
		'data%5B__proto__%5D%5Bpolluted%5D=1',
		'data[__proto__][]=1',
	])('is left out: %s', (body) => {
		const form = read(`${body}&event=ONCRMDEALADD`);
		expect(form).toStrictEqual({ ok: true, body: { event: 'ONCRMDEALADD' } });
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
		expect(([] as unknown as Record<string, unknown>).polluted).toBeUndefined();
	});

	it('is told from names that only look like it', () => {
		const body = 'proto=1&data[toString]=2&data[hasOwnProperty]=3&data[__PROTO__]=4';
		expect(read(body)).toStrictEqual({
			ok: true,
			body: {
				proto: '1',
				data: { toString: '2', hasOwnProperty: '3', ['__PROTO__']: '4' },
			},
		});
	});
});

describe('the bounds of a body', () => {
	it('are thirty-two levels', () => {
		const deep = (levels: number) => `a${'[b]'.repeat(levels - 1)}=1`;
		expect(read(deep(32)).ok).toBe(true);
		expect(read(deep(33))).toStrictEqual({ ok: false, reason: 'too deep' });
		expect(read(deep(10_000))).toStrictEqual({ ok: false, reason: 'too deep' });
		expect(read(`x=1&a${'[]'.repeat(10_000)}=1`)).toStrictEqual({ ok: false, reason: 'too deep' });
	});

	it('are a hundred thousand keys', () => {
		const many = (count: number) => Array.from({ length: count }, (_, n) => `k${n}`).join('&');
		expect(read(many(100_000)).ok).toBe(true);
		expect(read(many(100_001))).toStrictEqual({ ok: false, reason: 'too many keys' });
		expect(read('a&'.repeat(100_001))).toStrictEqual({ ok: false, reason: 'too many keys' });
	});

	it('are sixteen mebibytes', () => {
		const large = (bytes: number) => parseForm(Buffer.alloc(bytes, 'a'));
		expect(large(16 * MEBIBYTE).ok).toBe(true);
		expect(large(16 * MEBIBYTE + 1)).toStrictEqual({ ok: false, reason: 'too large' });
	});

	it('are not strained by brackets that never close', () => {
		const started = process.cpuUsage().user;
		expect(read(`a${'['.repeat(1_000_000)}=1`).ok).toBe(true);
		expect(read(`a${'['.repeat(1_000_000)}]=1`).ok).toBe(true);
		expect((process.cpuUsage().user - started) / 1000).toBeLessThan(5000);
	});
});

describe('any text at all', () => {
	const pieces = ['a', 'data', '[', ']', '[]', '=', '&', '%', '%5B', '%5D', '+', '0', '1', '%00'];
	const evil = ['__proto__', 'constructor', 'prototype', '%FF', '\uFEFF', '?', '#', ';'];
	const formLike = fc
		.array(fc.constantFrom(...pieces, ...evil), { maxLength: 60 })
		.map((parts) => parts.join(''));

	it('is read without a throw, and without a trace in any prototype', () => {
		const before = Object.getOwnPropertyNames(Object.prototype);
		fc.assert(
			fc.property(fc.oneof(formLike, fc.string({ unit: 'binary', maxLength: 200 })), (text) => {
				const form = read(text);
				if (!form.ok) throw new Error(`So short a text is not ${form.reason}`);
				for (const key of keys(form.body)) {
					expect(['__proto__', 'constructor', 'prototype']).not.toContain(key);
				}
			}),
			{ numRuns: 500 },
		);
		expect(Object.getOwnPropertyNames(Object.prototype)).toStrictEqual(before);
		expect(Object.getOwnPropertyNames(Array.prototype)).not.toContain('polluted');
	});

	it('may also be bytes of any kind', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
				expect(parseForm(Buffer.from(bytes))).toHaveProperty('ok');
			}),
		);
	});
});
