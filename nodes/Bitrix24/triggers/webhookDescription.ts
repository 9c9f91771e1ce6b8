import type { IWebhookDescription } from 'n8n-workflow';

/** The webhook at which n8n takes what Bitrix24 reports, the same for each trigger. */
export const webhookDescription: IWebhookDescription = {
	name: 'default',
	httpMethod: 'POST',
	responseMode: 'onReceived',
	responseData: 'OK',
	path: 'webhook',
	// The trigger hands its address to Bitrix24 itself; it is of no use without its secret.
	ndvHideUrl: true,
	ndvHideMethod: true,
};
