/** What is planned for the next so many cases, used up in the order of planning. */
export class Plan<T> {
	private planned: Array<{ left: number; what: T }> = [];

	/** The next `count` cases are like this. */
	add(count: number, what: T): void {
		if (count > 0) this.planned.push({ left: count, what });
	}

	/** The first plan that hits, used up by one; undefined: none does. */
	take(hits: (what: T) => boolean = () => true): T | undefined {
		const plan = this.planned.find(({ what }) => hits(what));
		if (!plan) return undefined;
		plan.left -= 1;
		if (plan.left === 0) this.planned.splice(this.planned.indexOf(plan), 1);
		return plan.what;
	}

	/** Cases that are still to be hit. */
	get left(): number {
		return this.planned.reduce((sum, { left }) => sum + left, 0);
	}

	/** Forgets what is planned. */
	clear(): void {
		this.planned = [];
	}
}
