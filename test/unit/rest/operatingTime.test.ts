import { methodsNearLimit } from '../../../nodes/Bitrix24/rest/operatingTime';
import type { MadeCall, Outcome } from '../../../nodes/Bitrix24/rest/types';

const used = (seconds?: number): Outcome =>
	seconds === undefined
		? { ok: true, result: true }
		: { ok: true, result: true, usage: { seconds } };
const made = (method: string, outcome: Outcome): MadeCall => ({
	call: { method, params: {}, idempotent: true },
	outcome,
});

it('names a method once, with the most it has used', () => {
	const calls = [
		made('crm.deal.list', used(400)),
		made('crm.deal.list', used(410)),
		made('profile', used(1)),
	];
	expect(methodsNearLimit(calls)).toEqual([
		{ method: 'crm.deal.list', seconds: 410, limitSeconds: 420 },
	]);
});

it('says nothing of methods far from their limit, of portals without one and of failed calls', () => {
	const failed: Outcome = { ok: false, error: { code: 'x', message: 'X.', advice: 'Y.' } };
	expect(methodsNearLimit([made('a', used(335)), made('b', used()), made('c', failed)])).toEqual(
		[],
	);
});
