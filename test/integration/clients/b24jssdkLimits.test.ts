import { ApiVersion, type B24OAuth } from '@bitrix24/b24jssdk';
import { type Sandbox, startSandbox } from '../../../sandbox';
import { sdkClient } from './sdkClient';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

const profiles = async (b24: B24OAuth, count: number) => {
	const calls = Array.from({ length: count }, () =>
		b24.actions.v2.call.make({ method: 'profile' }),
	);
	return (await Promise.all(calls)).filter(({ isSuccess }) => isSuccess).length;
};
const statsOf = (b24: B24OAuth) => b24.getHttpClient(ApiVersion.v2).getStats();

describe('the limiter of the official JavaScript SDK against the leaky bucket', () => {
	it('keeps within the limit, so that nothing is refused', async () => {
		sandbox.rateLimit = { burst: 15, perSecond: 20 };
		// Fewer at once than the portal takes: on a busy machine the first ones arrive late, and count from then.
		const rateLimit = { burstLimit: 5, drainRate: 20, adaptiveEnabled: true };
		const b24 = sdkClient(sandbox, { restrictionParams: { rateLimit } });
		expect(await profiles(b24, 25)).toBe(25);
		expect(sandbox.counters).toMatchObject({ requests: 25, refusedByLimit: 0 });
		expect(statsOf(b24).limitHits).toBeGreaterThan(0);
	});

	it('repeats what is refused where it thinks there is more room, until all are through', async () => {
		sandbox.rateLimit = { burst: 5, perSecond: 20 };
		const b24 = sdkClient(sandbox, { restrictionParams: { maxRetries: 4 } });
		expect(await profiles(b24, 10)).toBe(10);
		const { requests, refusedByLimit } = sandbox.counters;
		expect(refusedByLimit).toBeGreaterThan(0);
		expect(requests - refusedByLimit).toBe(10);
	});

	it('gives up with the code of the portal where it may not repeat', async () => {
		sandbox.rateLimit = { burst: 0, perSecond: 1 };
		await expect(profiles(sdkClient(sandbox), 1)).rejects.toMatchObject({
			status: 503,
			code: 'QUERY_LIMIT_EXCEEDED',
			message: 'Too many requests',
		});
	});
});

describe('the operating limit in the hands of the SDK', () => {
	beforeEach(() => {
		sandbox.operatingLimit = { seconds: 480 };
	});

	it('is followed by the time of answers, of single calls and of commands', async () => {
		const b24 = sdkClient(sandbox);
		sandbox.useOperatingTime('profile', 12.34);
		await b24.actions.v2.batch.make({ calls: [['profile']] });
		await profiles(b24, 1);
		expect(statsOf(b24).operatingStats).toMatchObject({
			profile: 12.34,
			'batch::profile': 12.34,
		});
	});

	it('ends a call with the code of the portal', async () => {
		sandbox.useOperatingTime('profile', 481);
		await expect(profiles(sdkClient(sandbox), 1)).rejects.toMatchObject({
			status: 429,
			code: 'OPERATION_TIME_LIMIT',
		});
	});
});
