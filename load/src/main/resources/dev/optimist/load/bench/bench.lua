-- One row of the benchmark, as wrk's script: wrk -s bench.lua URL -- ROW INDEX DOCUMENTS BYTES [statuses]
-- Documents are of BYTES bytes, or of 62 where that is more.
-- Requests are made before the first is sent, so that choosing one costs wrk the same in every row but chain.

local bulkDocuments = 1000
local bulkDocumentBytes = 1024

local requests = {}
local headers = { ["Content-Type"] = "application/json" }

local requestsMax = 500000
local bytes = 0

local function documentOf(size, i)
  local head = string.format('{"page":"/page/%05d","views":%d,"title":"A page of the site', i, math.random(10, 99))
  local padding = math.max(0, size - #head - 2)
  return head .. string.rep(" and more", math.ceil(padding / 9)):sub(1, padding) .. '"}'
end

local function document(i)
  return documentOf(bytes, i)
end

local function add(method, path, body)
  requests[#requests + 1] = wrk.format(method, path, body and headers or nil, body)
end

local function updateHot(index, i)
  add("POST", "/" .. index .. "/_update/hot?retry_on_conflict=5", string.format('{"doc":{"views":%d}}', i))
end

local function scriptHot(index)
  add("POST", "/" .. index .. "/_update/hot?retry_on_conflict=5",
    '{"script":{"source":"ctx._source.views += params.by","params":{"by":1}}}')
end

-- one request for every 1,000 documents
local function bulk(index, i)
  if i % bulkDocuments ~= 0 then
    return
  end
  local lines = {}
  for k = i, i + bulkDocuments - 1 do
    lines[#lines + 1] = string.format('{"index":{"_id":"bulk-%d"}}', k)
    lines[#lines + 1] = documentOf(bulkDocumentBytes, k)
  end
  add("POST", "/" .. index .. "/_bulk", table.concat(lines, "\n") .. "\n")
end

local rows = {
  ["get"] = function(index, i)
    add("GET", "/" .. index .. "/_doc/" .. i)
  end,
  ["conflict"] = function(index, i)
    add("PUT", "/" .. index .. "/_doc/hot?if_seq_no=0&if_primary_term=1", document(i))
  end,
  ["put-random"] = function(index, i)
    add("PUT", "/" .. index .. "/_doc/" .. i, document(i))
  end,
  ["put-hot"] = function(index, i)
    add("PUT", "/" .. index .. "/_doc/hot", document(i))
  end,
  -- a document has many requests, each with another value: an update that changes nothing is not written
  ["update-random"] = function(index, i)
    add("POST", "/" .. index .. "/_update/" .. i, string.format('{"doc":{"views":%d}}', math.random(100, 999999)))
  end,
  ["update-hot"] = updateHot,
  ["update-hot-256"] = updateHot,
  ["script-hot"] = scriptHot,
  ["script-hot-256"] = scriptHot,
  ["bulk"] = bulk,
}

local threads = {}
statuses = {}
failed = 0

local function count(status)
  local key = tostring(status)
  statuses[key] = (statuses[key] or 0) + 1
end

-- A bulk request is answered 200 even where documents of it were refused.
local function bulkAnswered(status, counting, answer)
  if answer:sub(1, 80):find('"errors":true', 1, true) then
    failed = failed + 1
  end
  if counting then
    count(status)
  end
end

-- The chain: a document is in one request at a time; its answer's revision is the next request's condition. The documents
-- of requests that were answered wait in a queue, from which the next connection takes one. An answer without a revision (a
-- refusal) ends its document's chain, and a new document begins one.
local function chain(index, counting)
  local first, last, waiting, documents = 1, 0, {}, 0
  local run = os.time() .. "-"
  local body = document(1)
  local head = "PUT /" .. index .. "/_doc/"
  local tail = " HTTP/1.1\r\nHost: " .. wrk.host .. ":" .. wrk.port .. "\r\nContent-Type: application/json\r\nContent-Length: "
    .. #body .. "\r\n\r\n" .. body

  function request()
    if first > last then
      documents = documents + 1
      return head .. "chain-" .. run .. documents .. tail
    end
    local target = waiting[first]
    waiting[first] = nil
    first = first + 1
    return head .. target .. tail
  end

  function response(status, _, answer)
    if counting then
      count(status)
    end
    local id = answer:match('"_id":"([^"]+)"')
    local seqNo, term = answer:match('"_seq_no":(%d+),"_primary_term":(%d+)')
    if id and seqNo then
      last = last + 1
      waiting[last] = id .. "?if_seq_no=" .. seqNo .. "&if_primary_term=" .. term
    end
  end
end

function setup(thread)
  threads[#threads + 1] = thread
end

function init(args)
  math.randomseed(os.time())
  local documents = tonumber(args[3])
  local counting = args[5] == "statuses"
  bytes = tonumber(args[4])
  if args[1] == "chain" then
    chain(args[2], counting)
    return
  end
  local passes = args[1] == "update-random" and math.max(1, math.floor(requestsMax / documents)) or 1
  for _ = 1, passes do
    for i = 0, math.min(documents, requestsMax) - 1 do
      rows[args[1]](args[2], documents > requestsMax and math.random(0, documents - 1) or i)
    end
  end
  if args[1] == "bulk" then
    response = function(status, _, answer)
      bulkAnswered(status, counting, answer)
    end
  elseif counting then
    response = count
  end
end

function request()
  return requests[math.random(#requests)]
end

function done(summary, latency)
  local errors = summary.errors
  local refused = errors.status
  for _, thread in ipairs(threads) do
    refused = refused + thread:get("failed")
  end
  print(string.format(
    "RESULT requests=%d micros=%d refused=%d broken=%d p50=%d p99=%d p999=%d",
    summary.requests, summary.duration, refused,
    errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9)))
  for _, thread in ipairs(threads) do
    for status, count in pairs(thread:get("statuses")) do
      print(string.format("STATUS %s %d", status, count))
    end
  end
end
