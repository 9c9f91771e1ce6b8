/** What is planned for the next so many cases, used up in the order of planning. */
export class Plan<T> {
	private planned: Array<{ left: number; what: T }> = [];

	/** Plans this for the next `count` cases. */
	add(count: number, what: T): void {
		if (count > 0) this.planned.push({ left: count, what });
	}

	/** Takes one case of the first plan that applies; undefined if none does. */
	take(hits: (what: T) => boolean = () => true): T | undefined {
		const plan = this.planned.find(({ what }) => hits(what));
		if (!plan) return undefined;
		plan.left -= 1;
		if (plan.left === 0) this.planned.splice(this.planned.indexOf(plan), 1);
		return plan.what;
	}

	/** Cases that are still to come. */
	get left(): number {
		return this.planned.reduce((sum, { left }) => sum + left, 0);
	}

	/** Forgets what is planned. */
	clear(): void {
		this.planned = [];
	}
}
