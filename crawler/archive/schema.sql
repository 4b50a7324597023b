-- Statements are separated by lines of dashes. Meanings of columns: docs/codebook.md.
CREATE TABLE portals (
  name TEXT PRIMARY KEY, title TEXT, level TEXT, unit_id TEXT, host TEXT, family TEXT,
  rights TEXT, status TEXT NOT NULL, proven_at TEXT, evidence TEXT
)
-----
CREATE TABLE articles (
  ord INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE, portal TEXT NOT NULL, key TEXT NOT NULL,
  url TEXT NOT NULL, canonical_url TEXT NOT NULL, kind TEXT NOT NULL, family TEXT,
  title TEXT, lead TEXT, body TEXT, captions TEXT, byline TEXT, source TEXT, section TEXT,
  language TEXT, rights TEXT,
  published TEXT, published_precision TEXT, published_basis TEXT, published_text TEXT,
  published_day TEXT, published_month TEXT, updated TEXT,
  province_id TEXT, unit_id TEXT, province_now_id TEXT, province_code TEXT, unit_code TEXT,
  added_at TEXT NOT NULL, changed_at TEXT NOT NULL, first_seen TEXT NOT NULL, last_seen TEXT NOT NULL,
  gone_since TEXT, gone_kind TEXT,
  revision INTEGER NOT NULL, capture_id INTEGER NOT NULL, content_hash TEXT NOT NULL,
  attachments_hash TEXT NOT NULL, extractor TEXT NOT NULL, obtained TEXT NOT NULL, cluster_id TEXT
)
-----
CREATE UNIQUE INDEX articles_key ON articles(portal, key)
-----
CREATE INDEX articles_portal ON articles(portal, ord)
-----
CREATE INDEX articles_canonical ON articles(canonical_url)
-----
CREATE TABLE sightings (
  url TEXT NOT NULL, key TEXT NOT NULL, portal TEXT NOT NULL, seen_in TEXT NOT NULL, seen_at TEXT NOT NULL,
  basis TEXT NOT NULL, title TEXT, text TEXT, value TEXT
)
-----
CREATE UNIQUE INDEX sightings_once
  ON sightings(key, url, seen_in, basis, coalesce(title, ''), coalesce(text, ''), coalesce(value, ''))
-----
CREATE TABLE portal_units (portal TEXT NOT NULL, unit_id TEXT NOT NULL, valid_from TEXT, valid_to TEXT)
-----
CREATE TABLE aliases (old_id TEXT PRIMARY KEY, id TEXT NOT NULL)
-----
CREATE TABLE revision_rows (
  article_id TEXT NOT NULL, revision INTEGER NOT NULL, seen_at TEXT NOT NULL, capture_id INTEGER NOT NULL,
  content_hash TEXT NOT NULL, title TEXT, lead TEXT, body TEXT, captions TEXT, byline TEXT, published TEXT,
  attachments_hash TEXT NOT NULL, extractor TEXT NOT NULL,
  PRIMARY KEY (article_id, revision)
) WITHOUT ROWID
-----
-- A text is stored once: the newest revision's stands in articles, the older ones' in revision_rows.
CREATE VIEW revisions AS
SELECT r.article_id, r.revision, r.seen_at, r.capture_id, r.content_hash,
  CASE WHEN r.revision = a.revision THEN a.title ELSE r.title END AS title,
  CASE WHEN r.revision = a.revision THEN a.lead ELSE r.lead END AS lead,
  CASE WHEN r.revision = a.revision THEN a.body ELSE r.body END AS body,
  CASE WHEN r.revision = a.revision THEN a.captions ELSE r.captions END AS captions,
  CASE WHEN r.revision = a.revision THEN a.byline ELSE r.byline END AS byline,
  CASE WHEN r.revision = a.revision THEN a.published ELSE r.published END AS published,
  r.attachments_hash, r.extractor
FROM revision_rows r JOIN articles a ON a.id = r.article_id
-----
CREATE TABLE captures (
  id INTEGER PRIMARY KEY, url TEXT NOT NULL, fetched_at TEXT NOT NULL, status INTEGER NOT NULL,
  source TEXT NOT NULL, content_type TEXT, sha256 TEXT NOT NULL, warc TEXT, "offset" INTEGER, length INTEGER,
  run_id INTEGER
)
-----
CREATE INDEX captures_url ON captures(url)
-----
CREATE TABLE images (
  article_id TEXT NOT NULL, position INTEGER NOT NULL, url TEXT NOT NULL, caption TEXT, kind TEXT,
  capture_id INTEGER, sha256 TEXT, size INTEGER, state TEXT,
  PRIMARY KEY (article_id, position)
) WITHOUT ROWID
-----
CREATE TABLE attachments (
  article_id TEXT NOT NULL, position INTEGER NOT NULL, url TEXT NOT NULL, title TEXT, kind TEXT,
  capture_id INTEGER, sha256 TEXT, size INTEGER, state TEXT,
  PRIMARY KEY (article_id, position)
) WITHOUT ROWID
-----
CREATE TABLE media (
  article_id TEXT NOT NULL, position INTEGER NOT NULL, url TEXT NOT NULL, title TEXT, kind TEXT,
  PRIMARY KEY (article_id, position)
) WITHOUT ROWID
-----
CREATE TABLE tags (
  article_id TEXT NOT NULL, position INTEGER NOT NULL, tag TEXT NOT NULL, PRIMARY KEY (article_id, position)
) WITHOUT ROWID
-----
CREATE TABLE article_dates (
  article_id TEXT NOT NULL, position INTEGER NOT NULL, text TEXT, value TEXT, precision TEXT, basis TEXT,
  PRIMARY KEY (article_id, position)
) WITHOUT ROWID
-----
CREATE TABLE article_places (
  article_id TEXT NOT NULL, position INTEGER NOT NULL, text TEXT, unit_id TEXT, candidates TEXT,
  PRIMARY KEY (article_id, position)
) WITHOUT ROWID
-----
CREATE TABLE article_notes (
  article_id TEXT NOT NULL, position INTEGER NOT NULL, note TEXT NOT NULL, PRIMARY KEY (article_id, position)
) WITHOUT ROWID
-----
CREATE TABLE units (
  unit_id TEXT PRIMARY KEY, level TEXT, code TEXT, name TEXT, type TEXT, valid_from TEXT, valid_to TEXT,
  parent_id TEXT
)
-----
CREATE TABLE unit_successors (unit_id TEXT NOT NULL, successor_id TEXT NOT NULL, share REAL)
-----
CREATE TABLE runs (
  id INTEGER PRIMARY KEY, started_at TEXT NOT NULL, ended_at TEXT, command TEXT NOT NULL, status INTEGER,
  reason TEXT, version TEXT NOT NULL
)
-----
CREATE TABLE run_portals (
  run_id INTEGER NOT NULL, portal TEXT NOT NULL, requests INTEGER NOT NULL DEFAULT 0,
  new INTEGER NOT NULL DEFAULT 0, edited INTEGER NOT NULL DEFAULT 0, unchanged INTEGER NOT NULL DEFAULT 0,
  pages INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (run_id, portal)
) WITHOUT ROWID
-----
CREATE TABLE failures (
  id INTEGER PRIMARY KEY, run_id INTEGER, portal TEXT, url TEXT NOT NULL, article_id TEXT, at TEXT NOT NULL,
  reason TEXT NOT NULL, detail TEXT, status INTEGER
)
-----
CREATE INDEX failures_url ON failures(url)
-----
CREATE TABLE withdrawals (
  id TEXT PRIMARY KEY, portal TEXT, key TEXT, mode TEXT NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL
)
-----
CREATE TABLE frontier (
  key TEXT NOT NULL, portal TEXT NOT NULL, url TEXT NOT NULL, role TEXT NOT NULL, state TEXT NOT NULL,
  run_id INTEGER NOT NULL, parent TEXT, root TEXT, depth INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0, not_before TEXT, reason TEXT, complete INTEGER NOT NULL DEFAULT 0,
  form TEXT,
  PRIMARY KEY (portal, key)
) WITHOUT ROWID
-----
CREATE INDEX frontier_due ON frontier(portal, state, depth)
-----
CREATE TABLE hosts (
  host TEXT PRIMARY KEY, not_before TEXT, crawl_delay REAL, robots_status INTEGER, robots_at TEXT
)
-----
CREATE VIRTUAL TABLE articles_fts USING fts5(
  title, lead, body, captions,
  content='articles', content_rowid='ord', tokenize='unicode61 remove_diacritics 2'
)
-----
-- unicode61 folds every accent but the stroke of the letter d, so the index is fed without it while
-- snippets are cut from the accented original: one character for one, and positions stay.
CREATE TRIGGER articles_fts_insert AFTER INSERT ON articles BEGIN
  INSERT INTO articles_fts(rowid, title, lead, body, captions) VALUES (new.ord,
    replace(replace(new.title, 'đ', 'd'), 'Đ', 'D'), replace(replace(new.lead, 'đ', 'd'), 'Đ', 'D'),
    replace(replace(new.body, 'đ', 'd'), 'Đ', 'D'), replace(replace(new.captions, 'đ', 'd'), 'Đ', 'D'));
END
-----
CREATE TRIGGER articles_fts_delete AFTER DELETE ON articles BEGIN
  INSERT INTO articles_fts(articles_fts, rowid, title, lead, body, captions) VALUES ('delete', old.ord,
    replace(replace(old.title, 'đ', 'd'), 'Đ', 'D'), replace(replace(old.lead, 'đ', 'd'), 'Đ', 'D'),
    replace(replace(old.body, 'đ', 'd'), 'Đ', 'D'), replace(replace(old.captions, 'đ', 'd'), 'Đ', 'D'));
END
-----
CREATE TRIGGER articles_fts_update AFTER UPDATE OF ord, title, lead, body, captions ON articles BEGIN
  INSERT INTO articles_fts(articles_fts, rowid, title, lead, body, captions) VALUES ('delete', old.ord,
    replace(replace(old.title, 'đ', 'd'), 'Đ', 'D'), replace(replace(old.lead, 'đ', 'd'), 'Đ', 'D'),
    replace(replace(old.body, 'đ', 'd'), 'Đ', 'D'), replace(replace(old.captions, 'đ', 'd'), 'Đ', 'D'));
  INSERT INTO articles_fts(rowid, title, lead, body, captions) VALUES (new.ord,
    replace(replace(new.title, 'đ', 'd'), 'Đ', 'D'), replace(replace(new.lead, 'đ', 'd'), 'Đ', 'D'),
    replace(replace(new.body, 'đ', 'd'), 'Đ', 'D'), replace(replace(new.captions, 'đ', 'd'), 'Đ', 'D'));
END
-----
CREATE VIEW coverage AS
SELECT portal, published_month AS month, count(*) AS articles,
  count(gone_since) AS gone, sum(revision > 1) AS edited
FROM articles WHERE kind = 'article' GROUP BY portal, published_month
-----
CREATE VIEW frame AS
SELECT a.id, a.portal, a.canonical_url AS url, a.title, a.lead, a.body, a.captions, a.byline, a.source,
  a.section, a.published, a.published_precision, a.published_basis, a.published_day, a.published_month,
  a.updated, a.province_id, a.unit_id, a.province_now_id, a.added_at, a.gone_since, a.gone_kind, a.revision,
  (SELECT group_concat(tag, ', ') FROM (SELECT tag FROM tags t WHERE t.article_id = a.id ORDER BY position))
    AS tags
FROM articles a WHERE a.kind = 'article'
