import { RATE_LIMITS, type RateLimit } from './leakyBucket';

const NAMED: Readonly<Record<string, RateLimit | 'none'>> = { off: 'none', ...RATE_LIMITS };

/** `off`, and the plans with a documented limit. */
export const RATE_LIMIT_NAMES: readonly string[] = Object.keys(NAMED);

/** The limit of that name, if there is one. */
export function namedRateLimit(name: string): RateLimit | 'none' | undefined {
	return Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
}

/** The name of a limit; `own` if it has none. */
export function rateLimitName(limit: RateLimit | 'none'): string {
	const named = Object.entries(NAMED).find(([, known]) => isSame(known, limit));
	return named?.[0] ?? 'own';
}

function isSame(one: RateLimit | 'none', other: RateLimit | 'none'): boolean {
	if (one === 'none' || other === 'none') return one === other;
	return one.burst === other.burst && one.perSecond === other.perSecond;
}
