/** The last one asked for: a request asks for the same several times, a batch a hundred times. */
const spelled = { second: NaN, text: '' };

/** A time as the portal's answers spell it, in UTC without fractions; `second` is unix seconds. */
export function isoSecond(second: number): string {
	if (second !== spelled.second) {
		spelled.text = `${new Date(second * 1000).toISOString().slice(0, -5)}+00:00`;
		spelled.second = second;
	}
	return spelled.text;
}

/** The portal's own time: that of a source, and as much ahead of it as it was moved. */
export class PortalClock {
	/** Milliseconds. */
	private aheadMs = 0;

	/** `source` answers unix milliseconds. */
	constructor(private readonly source: () => number) {}

	/** Unix milliseconds of the portal. */
	readonly now = (): number => this.source() + this.aheadMs;

	/** Moves the time on by milliseconds; it never goes back. */
	advance(ms: number): void {
		if (!Number.isFinite(ms) || ms < 0) {
			throw new RangeError('The clock moves forward, by a number of milliseconds');
		}
		this.aheadMs += ms;
	}

	/** Milliseconds ahead, for a restart. */
	toState(): number {
		return this.aheadMs;
	}

	/** Is as far ahead again; throws where it is no number. */
	fromState(state: unknown): void {
		if (typeof state !== 'number' || state < 0) throw new TypeError('is no number of milliseconds');
		this.aheadMs = state;
	}
}
