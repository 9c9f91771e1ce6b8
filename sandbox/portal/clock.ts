/** The last one spelled: a request needs the same one several times, a batch a hundred times. */
const spelled = { second: NaN, text: '' };

/** A time as the portal's answers spell it, in UTC without fractions; `second` is unix seconds. */
export function isoSecond(second: number): string {
	if (second !== spelled.second) {
		spelled.text = `${new Date(second * 1000).toISOString().slice(0, -5)}+00:00`;
		spelled.second = second;
	}
	return spelled.text;
}

/** The portal's own time: that of a source, plus how far it was advanced. */
export class PortalClock {
	/** Milliseconds. */
	private aheadMs = 0;

	/** `source` returns unix milliseconds. */
	constructor(private readonly source: () => number) {}

	/** Unix milliseconds of the portal. */
	readonly now = (): number => this.source() + this.aheadMs;

	/** Advances the time by milliseconds; it never goes back. */
	advance(ms: number): void {
		if (!Number.isFinite(ms) || ms < 0) {
			throw new RangeError('The clock moves forward, by a number of milliseconds');
		}
		this.aheadMs += ms;
	}

	/** Milliseconds ahead, to save for a restart. */
	toState(): number {
		return this.aheadMs;
	}

	/** Restores how far ahead it was; throws if the state is not a number. */
	fromState(state: unknown): void {
		if (typeof state !== 'number' || state < 0)
			throw new TypeError('is not a number of milliseconds');
		this.aheadMs = state;
	}
}
