import { namedRateLimit, rateLimitName } from '../../limits/namedRateLimits';
import { text } from '../../php/values';
import { expect, type Section, wholeNumber } from '../action';

const LONGEST_MS = { max: 600_000 };

/** How many requests the portal takes, and how long it takes to answer them. */
export const limitsSection: Section = {
	state: (portal) => ({
		settings: { rateLimit: rateLimitName(portal.rateLimit.limit), latency: portal.latency },
		limits: {
			operatingLimitSeconds: portal.operatingTime.limit?.seconds ?? 0,
			tokenLatencyMs: portal.tokenLatencyMs,
		},
	}),
	actions: [
		{
			httpMethod: 'POST',
			path: 'rate-limit',
			run: ({ portal, fields }) => {
				const limit = namedRateLimit(text(fields.name));
				portal.rateLimit.limit = expect(limit, 'There is no such rate limit.');
			},
		},
		{
			httpMethod: 'POST',
			path: 'operating-limit',
			run: ({ portal, fields }) => {
				const seconds = wholeNumber(fields.seconds, 'The operating limit', { max: 86_400 });
				portal.operatingTime.limit = seconds === 0 ? undefined : { seconds };
			},
		},
		{
			httpMethod: 'POST',
			path: 'latency',
			run: ({ portal, fields: { requestMs, commandMs, tokenMs } }) => {
				const latency = {
					requestMs: wholeNumber(requestMs ?? 0, 'The time of a request', LONGEST_MS),
					commandMs: wholeNumber(commandMs ?? 0, 'The time of a command', LONGEST_MS),
				};
				const token = wholeNumber(tokenMs ?? 0, 'The time of a token request', LONGEST_MS);
				portal.latency = latency;
				portal.tokenLatencyMs = token;
			},
		},
	],
};
