import type { Outcome } from '../../../nodes/Bitrix24/transport/call';
import { methodsNearLimit } from '../../../nodes/Bitrix24/transport/operating';

const used = (seconds?: number): Outcome =>
	seconds === undefined
		? { ok: true, result: true }
		: { ok: true, result: true, usage: { seconds } };
const call = (method: string) => ({ method, params: {} });

it('names a method once, with the most it has used', () => {
	const calls = ['crm.deal.list', 'crm.deal.list', 'profile'].map(call);
	expect(methodsNearLimit(calls, [used(400), used(410), used(1)])).toEqual([
		{ method: 'crm.deal.list', seconds: 410, limitSeconds: 420 },
	]);
});

it('says nothing of methods far from their limit, of portals without one and of failed calls', () => {
	const failed: Outcome = { ok: false, error: { code: 'x', message: 'X.', advice: 'Y.' } };
	const calls = ['a', 'b', 'c'].map(call);
	expect(methodsNearLimit(calls, [used(335), used(), failed])).toEqual([]);
});
