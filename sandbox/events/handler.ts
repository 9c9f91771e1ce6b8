/** A bound event handler (rest.md 5.1). */
export interface EventHandler {
	/** `event_handler_id` of its deliveries. */
	id: number;
	/** Upper case. */
	event: string;
	/** Address; empty for an offline handler. */
	handler: string;
	eventType: 'online' | 'offline';
	/** Whose token the deliveries carry; 0: the acting user's. */
	authType: number;
	/** Source key of an offline handler. */
	connectorId?: string;
	/** Who bound it. */
	userId: number;
	clientId: string;
	options: Record<string, unknown>;
}
