metadata description = 'The namespace and its queue. Entra identities only: there are no keys that work.'

param name string
@allowed(['Standard', 'Premium'])
param skuName string
param isPrivate bool
param queueName string
param location string
param tags object

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  sku: skuName == 'Premium' ? { name: 'Premium', tier: 'Premium', capacity: 1 } : { name: 'Standard', tier: 'Standard' }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    // The Standard tier has neither a firewall nor private endpoints.
    publicNetworkAccess: isPrivate && skuName == 'Premium' ? 'Disabled' : 'Enabled'
  }

  resource queue 'queues' = {
    name: queueName
    properties: {
      // One session per Entra object, and so one worker at a time for each.
      requiresSession: true
      // A copy that was sent twice, by a crash between sending it and completing its original, is dropped.
      requiresDuplicateDetection: true
      duplicateDetectionHistoryTimeWindow: 'PT10M'
      lockDuration: 'PT5M'
      maxDeliveryCount: 10
      deadLetteringOnMessageExpiration: true
      maxSizeInMegabytes: 5120
      // A batch holds messages of many sessions, which a partitioned queue refuses.
      enablePartitioning: false
    }
  }
}
