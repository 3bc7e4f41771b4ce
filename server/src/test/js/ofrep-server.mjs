// Evaluates flags with OpenFeature's provider for servers, as it is, and prints what it gets.
// node ofrep-server.mjs URL KEY TARGETING_KEY
import { OpenFeature } from '@openfeature/server-sdk';
import { OFREPProvider } from '@openfeature/ofrep-provider';
import { KnowfirstExposureHook } from '../../../../docs/openfeature/exposure-hook.mjs';

const [url, key, targetingKey] = process.argv.slice(2);
const provider = new OFREPProvider({ baseUrl: url, headers: [['Authorization', `Bearer ${key}`]] });
await OpenFeature.setProviderAndWait(provider);
const hook = new KnowfirstExposureHook({ baseUrl: url, key });
OpenFeature.addHooks(hook);
const client = OpenFeature.getClient();
const rain = { weather: { condition: 'rain', celsius: 9 } };
const context = { targetingKey, ...rain };

const results = {
  object: await client.getObjectDetails('hero', {}, context),
  split: await client.getObjectDetails('shelf', {}, context),
  text: await client.getStringDetails('title', 'code', context),
  number: await client.getNumberDetails('limit', 0, context),
  truth: await client.getBooleanDetails('beta', false, context),
  missing: await client.getBooleanDetails('nowhere', true, context),
  mismatch: await client.getBooleanDetails('title', false, context),
  empty: await client.getStringDetails('empty', 'code', context),
  keyless: await client.getObjectDetails('hero', {}, rain),
  keylessSplit: await client.getObjectDetails('shelf', {}, rain),
};
await hook.flush();
console.log(JSON.stringify(results));
await OpenFeature.close();
