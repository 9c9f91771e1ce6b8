/** An inbound webhook: `/rest/USER/CODE/METHOD` (rest.md 1.6). */
export interface InboundWebhook {
	userId: number;
	code: string;
	scopes: string[];
	/** false: switched off, or its time is over. */
	active?: boolean;
}
