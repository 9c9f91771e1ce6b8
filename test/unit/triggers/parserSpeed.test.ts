import { parseForm } from '../../../nodes/Bitrix24/triggers/payload';
import type { ParsedForm } from '../../../nodes/Bitrix24/triggers/payload';

const MEBIBYTE = 1024 * 1024;
const REFUSED: ParsedForm = { ok: false, reason: 'too many keys' };

/**
 * The least processor time of several runs, in ms. Processor time, because what else the machine does
 * takes time from a run without being part of it; the least, because what does become part of a run (the
 * compiler, the garbage of the runs before) only ever adds to it.
 */
function leastTime(runs: number, work: () => void): number {
	const times = Array.from({ length: runs }, () => {
		const before = process.cpuUsage();
		work();
		const { user, system } = process.cpuUsage(before);
		return (user + system) / 1000;
	});
	return Math.min(...times);
}

/** A form body of so many bytes, of pairs as `pair` writes the n-th. */
function bodyOf(bytes: number, pair: (n: number) => string): Buffer {
	const pairs: string[] = [];
	for (let length = 0, n = 0; length < bytes; n += 1) {
		const next = pair(n);
		pairs.push(next);
		length += next.length + 1;
	}
	return Buffer.from(pairs.join('&')).subarray(0, bytes);
}

/** What Node.js takes to split and decode a body, in ms. */
function referenceTime(body: Buffer): number {
	return leastTime(10, () => [...new URLSearchParams(body.toString('utf8'))]);
}

describe('a mebibyte of ordinary keys', () => {
	it.each<[string, (n: number) => string]>([
		['fields of a record', (n) => `data%5BFIELDS%5D%5BUF_CRM_${1700000000 + n}%5D=value+${n}`],
		['rows', (n) => `data%5BITEMS%5D%5B${n >> 3}%5D%5BFIELD_${n % 8}%5D=value+${n}`],
		['a list', (n) => `data%5BIDS%5D%5B${n}%5D=${n}`],
		['a list in the short form', (n) => `data%5BIDS%5D%5B%5D=${n}`],
	])('is read in 50 ms, or in four times what Node.js takes to split it: %s', (_what, pair) => {
		// A machine on which that alone takes long is a slow one, or has much else to do.
		const body = bodyOf(MEBIBYTE, pair);
		expect(parseForm(body).ok).toBe(true);
		const limit = Math.max(50, 4 * referenceTime(body));
		expect(leastTime(10, () => parseForm(body))).toBeLessThan(limit);
	});
});

describe('a body that is meant to keep n8n busy', () => {
	/** What a body of 120 KB takes that means no harm. */
	const ordinary = leastTime(10, () => parseForm(bodyOf(120_000, () => 'a[]=1')));

	it('takes no longer for a list that begins with a name', () => {
		const body = Buffer.from(`a[x]=1${'&a[]=1'.repeat(20_000)}`);
		expect(leastTime(1, () => parseForm(body))).toBeLessThan(20 * ordinary);
	});

	it('takes no longer for a list with a gap at every step', () => {
		const pairs = Array.from({ length: 10_000 }, (_, n) => `a[${3 * n}]=1&a[]=1`);
		const body = Buffer.from(pairs.join('&'));
		expect(leastTime(1, () => parseForm(body))).toBeLessThan(20 * ordinary);
	});

	it('is refused by its count of keys before any of them is read', () => {
		const body = Buffer.alloc(16 * MEBIBYTE, '&a');
		expect(parseForm(body)).toStrictEqual(REFUSED);
		expect(leastTime(3, () => parseForm(body))).toBeLessThan(20 * ordinary);
	});

	it('is refused where few keys name many by their levels', () => {
		const deep = '[a]'.repeat(31);
		const pairs = (count: number) => Array.from({ length: count }, (_, n) => `k${n}${deep}=`);
		expect(parseForm(Buffer.from(pairs(3_000).join('&'))).ok).toBe(true);
		expect(parseForm(Buffer.from(pairs(4_000).join('&')))).toStrictEqual(REFUSED);
	});
});
