import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	IExecuteFunctions,
	IHookFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { getOfflineEvents } from './methods/events';
import { executeTrigger } from './triggers/offline/execution';
import { offlineForm } from './triggers/offline/form';
import { pollOfflineEvents } from './triggers/offline/poll';
import { publish, release } from './triggers/offline/publication';

export class Bitrix24OfflineEventsTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Bitrix24 Offline Events Trigger',
		name: 'bitrix24OfflineEventsTrigger',
		icon: { light: 'file:../../icons/bitrix24.svg', dark: 'file:../../icons/bitrix24.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ [].concat($parameter["events"]).join(", ") }}',
		description:
			'Starts the workflow with what has changed in Bitrix24, also while n8n was not running',
		activationMessage: 'Bitrix24 now keeps the chosen events until this workflow has taken them.',
		defaults: { name: 'Bitrix24 Offline Events Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'bitrix24OAuth2Api', required: true }],
		webhooks: [
			{
				name: 'default',
				// n8n tells a polling node of its end only where it has a webhook, too. In the editor there is
				// none, since a test would wait for its call instead of polling.
				httpMethod: '={{ $workflow.active ? "POST" : "" }}',
				responseMode: 'onReceived',
				path: 'offline',
				ndvHideUrl: true,
				ndvHideMethod: true,
			},
		],
		triggerPanel: {
			header: 'Look at what waits in Bitrix24',
			executionsHelp: {
				inactive:
					'<b>While building</b>, press Fetch Test Event: it shows what waits in Bitrix24 and takes nothing. Bitrix24 keeps the chosen events from the moment on that the workflow is published.<br /><br /><b>When you are done</b>, publish the workflow: it then runs at each poll that finds something.',
				active:
					'<b>While building</b>, press Fetch Test Event: it shows what waits in Bitrix24 and takes nothing, so that the published workflow gets it all the same.<br /><br /><b>The published workflow</b> runs at each poll that finds something; see the list of executions.',
			},
			activationHint: {
				active: 'The workflow is published: each poll takes what waits.',
				inactive: 'Publish the workflow to let Bitrix24 keep the chosen events from then on.',
			},
		},
		properties: offlineForm,
	};

	methods = {
		loadOptions: { getOfflineEvents },
	};

	webhookMethods = {
		default: {
			/** Always created anew, so that a publication begins with it; the polls look at what is bound. */
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await Promise.resolve(false);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				await publish(this);
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				await release(this);
				return true;
			},
		},
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await pollOfflineEvents(this);
	}

	/** n8n calls this in each execution instead of handing on by itself what the poll has given. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeTrigger(this);
	}

	/** Nobody is given the address of the webhook, and nobody has a reason to call it. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		this.getResponseObject().status(404).send('This trigger polls').end();
		return await Promise.resolve({ noWebhookResponse: true });
	}
}
