/** An inbound webhook: `/rest/USER/CODE/METHOD` (docs/reference/bitrix24.md#inbound-webhooks). */
export interface InboundWebhook {
	userId: number;
	code: string;
	scopes: string[];
	/** false: switched off, or its time is over. */
	active?: boolean;
}
