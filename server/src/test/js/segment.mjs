// Sends the same story of some visitors with the library of Segment or RudderStack, as it is.
// node segment.mjs segment|rudder URL KEY PREFIX VISITORS
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const [library, url, key, prefix, visitors] = process.argv.slice(2);
const context = { consent: { categoryPreferences: { personalization: true } } };

function client() {
  if (library === 'segment') {
    const { Analytics } = require('@segment/analytics-node');
    const analytics = new Analytics({ writeKey: key, host: url, flushAt: 7, maxRetries: 5 });
    analytics.on('error', (error) => console.error(error));
    return { analytics, close: () => analytics.closeAndFlush() };
  }
  const Analytics = require('@rudderstack/rudder-sdk-node');
  const analytics = new (Analytics.default ?? Analytics)(key, {
    dataPlaneUrl: url,
    flushAt: 7,
    retryCount: 5,
    logLevel: 'error',
  });
  return { analytics, close: () => analytics.flush() };
}

const { analytics, close } = client();
for (let i = 0; i < Number(visitors); i++) {
  const userId = `${prefix}-${i}`;
  analytics.identify({ userId, traits: { age: '31', address: { city: 'Leipzig' }, phone: null }, context });
  analytics.page({ userId, name: 'Home', properties: { url: '/', title: 'Home' }, context });
  analytics.screen({ userId, name: 'Start', context });
  analytics.group({ userId, groupId: 'team-1', traits: { plan: 'pro' }, context });
  analytics.track({
    userId,
    event: 'Order Completed',
    timestamp: new Date(),
    properties: {
      order_id: `${userId}-o`,
      total: '1,299.00',
      currency: 'EUR',
      coupon: null,
      products: [{ product_id: 'p-1', price: '1,299.00', quantity: '1' }],
    },
    context,
  });
  analytics.alias({ userId, previousId: `${userId}-before`, context });
}
await close();
