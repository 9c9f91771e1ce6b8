/** A bound event handler (docs/reference/bitrix24.md#event-bind). */
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
	/** Source key, `auth_connector` of the request that bound it. */
	connectorId: string;
	/** Who bound it. */
	userId: number;
	clientId: string;
	/** Only ONOFFLINEEVENT has one: minTimeout, in seconds. */
	options: { minTimeout?: number };
	/** When ONOFFLINEEVENT last called it, unix milliseconds. */
	notifiedAt?: number;
}
