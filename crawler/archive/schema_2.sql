-- The second schema. Statements are separated by lines of dashes. Meanings of columns: docs/codebook.md.
-- Filters, facets and order read this narrow table: a row of articles carries its text and fills a page of the file.
CREATE TABLE facets (
  ord INTEGER PRIMARY KEY, portal TEXT NOT NULL, section TEXT, unit_id TEXT, province_id TEXT, province_now_id TEXT,
  published_day TEXT, published_month TEXT, is_article INTEGER NOT NULL, gone INTEGER NOT NULL,
  edited INTEGER NOT NULL, hidden INTEGER NOT NULL, added_at TEXT NOT NULL
)
-----
ALTER TABLE articles ADD COLUMN hidden_at TEXT
-----
INSERT INTO facets SELECT ord, portal, section, unit_id, province_id, province_now_id, published_day,
  published_month, kind = 'article', gone_since IS NOT NULL, revision > 1, hidden_at IS NOT NULL, added_at
FROM articles
-----
CREATE TRIGGER facets_insert AFTER INSERT ON articles BEGIN
  INSERT INTO facets VALUES (new.ord, new.portal, new.section, new.unit_id, new.province_id, new.province_now_id,
    new.published_day, new.published_month, new.kind = 'article', new.gone_since IS NOT NULL, new.revision > 1,
    new.hidden_at IS NOT NULL, new.added_at);
END
-----
CREATE TRIGGER facets_delete AFTER DELETE ON articles BEGIN
  DELETE FROM facets WHERE ord = old.ord;
END
-----
CREATE TRIGGER facets_update AFTER UPDATE OF ord, portal, section, unit_id, province_id, province_now_id,
  published_day, published_month, kind, gone_since, revision, hidden_at, added_at ON articles BEGIN
  DELETE FROM facets WHERE ord = old.ord;
  INSERT INTO facets VALUES (new.ord, new.portal, new.section, new.unit_id, new.province_id, new.province_now_id,
    new.published_day, new.published_month, new.kind = 'article', new.gone_since IS NOT NULL, new.revision > 1,
    new.hidden_at IS NOT NULL, new.added_at);
END
-----
-- Revisions get a number of their own, which the index of older texts needs.
DROP VIEW revisions
-----
ALTER TABLE revision_rows RENAME TO revision_rows_1
-----
CREATE TABLE revision_rows (
  number INTEGER PRIMARY KEY,
  article_id TEXT NOT NULL, revision INTEGER NOT NULL, seen_at TEXT NOT NULL, capture_id INTEGER NOT NULL,
  content_hash TEXT NOT NULL, title TEXT, lead TEXT, body TEXT, captions TEXT, byline TEXT, published TEXT,
  attachments_hash TEXT NOT NULL, extractor TEXT NOT NULL,
  UNIQUE (article_id, revision)
)
-----
INSERT INTO revision_rows(article_id, revision, seen_at, capture_id, content_hash, title, lead, body, captions, byline,
  published, attachments_hash, extractor)
SELECT article_id, revision, seen_at, capture_id, content_hash, title, lead, body, captions, byline, published,
  attachments_hash, extractor FROM revision_rows_1
-----
DROP TABLE revision_rows_1
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
-- Only former texts are in it: the newest stand in articles_fts.
CREATE VIRTUAL TABLE revisions_fts USING fts5(
  title, lead, body, captions,
  content='revision_rows', content_rowid='number', tokenize='unicode61 remove_diacritics 2'
)
-----
INSERT INTO revisions_fts(rowid, title, lead, body, captions) SELECT number,
  replace(replace(title, 'đ', 'd'), 'Đ', 'D'), replace(replace(lead, 'đ', 'd'), 'Đ', 'D'),
  replace(replace(body, 'đ', 'd'), 'Đ', 'D'), replace(replace(captions, 'đ', 'd'), 'Đ', 'D')
FROM revision_rows WHERE coalesce(title, lead, body, captions) IS NOT NULL
-----
CREATE TRIGGER revisions_fts_insert AFTER INSERT ON revision_rows
WHEN coalesce(new.title, new.lead, new.body, new.captions) IS NOT NULL BEGIN
  INSERT INTO revisions_fts(rowid, title, lead, body, captions) VALUES (new.number,
    replace(replace(new.title, 'đ', 'd'), 'Đ', 'D'), replace(replace(new.lead, 'đ', 'd'), 'Đ', 'D'),
    replace(replace(new.body, 'đ', 'd'), 'Đ', 'D'), replace(replace(new.captions, 'đ', 'd'), 'Đ', 'D'));
END
-----
CREATE TRIGGER revisions_fts_delete AFTER DELETE ON revision_rows
WHEN coalesce(old.title, old.lead, old.body, old.captions) IS NOT NULL BEGIN
  INSERT INTO revisions_fts(revisions_fts, rowid, title, lead, body, captions) VALUES ('delete', old.number,
    replace(replace(old.title, 'đ', 'd'), 'Đ', 'D'), replace(replace(old.lead, 'đ', 'd'), 'Đ', 'D'),
    replace(replace(old.body, 'đ', 'd'), 'Đ', 'D'), replace(replace(old.captions, 'đ', 'd'), 'Đ', 'D'));
END
-----
CREATE TRIGGER revisions_fts_out AFTER UPDATE OF title, lead, body, captions ON revision_rows
WHEN coalesce(old.title, old.lead, old.body, old.captions) IS NOT NULL BEGIN
  INSERT INTO revisions_fts(revisions_fts, rowid, title, lead, body, captions) VALUES ('delete', old.number,
    replace(replace(old.title, 'đ', 'd'), 'Đ', 'D'), replace(replace(old.lead, 'đ', 'd'), 'Đ', 'D'),
    replace(replace(old.body, 'đ', 'd'), 'Đ', 'D'), replace(replace(old.captions, 'đ', 'd'), 'Đ', 'D'));
END
-----
CREATE TRIGGER revisions_fts_in AFTER UPDATE OF title, lead, body, captions ON revision_rows
WHEN coalesce(new.title, new.lead, new.body, new.captions) IS NOT NULL BEGIN
  INSERT INTO revisions_fts(rowid, title, lead, body, captions) VALUES (new.number,
    replace(replace(new.title, 'đ', 'd'), 'Đ', 'D'), replace(replace(new.lead, 'đ', 'd'), 'Đ', 'D'),
    replace(replace(new.body, 'đ', 'd'), 'Đ', 'D'), replace(replace(new.captions, 'đ', 'd'), 'Đ', 'D'));
END
-----
-- Articles of several pages: the pages behind the first, in order.
CREATE TABLE article_parts (
  article_id TEXT NOT NULL, position INTEGER NOT NULL, url TEXT NOT NULL, capture_id INTEGER NOT NULL,
  PRIMARY KEY (article_id, position)
) WITHOUT ROWID
-----
-- The same release on several portals: what of an article's words is compared, and where candidates are looked up.
CREATE TABLE fingerprints (
  number INTEGER PRIMARY KEY AUTOINCREMENT, article_id TEXT NOT NULL UNIQUE, portal TEXT NOT NULL, signature BLOB NOT NULL
)
-----
CREATE TABLE fingerprint_bands (
  hash INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (hash, number)
) WITHOUT ROWID
-----
-- By what method the fingerprints were made, and which articles wait for one: whatever writes an article queues it.
CREATE TABLE cluster_method (method TEXT NOT NULL)
-----
CREATE TABLE cluster_queue (article_id TEXT PRIMARY KEY) WITHOUT ROWID
-----
INSERT INTO cluster_queue SELECT id FROM articles
-----
CREATE TABLE clusters (
  cluster_id TEXT PRIMARY KEY, method TEXT NOT NULL, earliest_id TEXT, articles INTEGER NOT NULL
) WITHOUT ROWID
-----
CREATE INDEX articles_cluster ON articles(cluster_id) WHERE cluster_id IS NOT NULL
-----
-- A merged row may bring the cluster it had elsewhere.
CREATE TRIGGER clusters_insert AFTER INSERT ON articles BEGIN
  INSERT OR IGNORE INTO cluster_queue VALUES (new.id);
  UPDATE articles SET cluster_id = NULL WHERE id = new.id AND cluster_id IS NOT NULL;
END
-----
-- An article that goes, is hidden or says something else leaves its cluster at once, and the others are asked anew
-- whether they still hold together without it.
CREATE TRIGGER clusters_delete AFTER DELETE ON articles BEGIN
  INSERT OR IGNORE INTO cluster_queue SELECT id FROM articles WHERE cluster_id = old.cluster_id;
  UPDATE articles SET cluster_id = NULL WHERE cluster_id = old.cluster_id;
  DELETE FROM clusters WHERE cluster_id = old.cluster_id;
  DELETE FROM fingerprints WHERE article_id = old.id;
  DELETE FROM cluster_queue WHERE article_id = old.id;
END
-----
CREATE TRIGGER clusters_update AFTER UPDATE OF title, lead, body, kind, portal, published, hidden_at ON articles
WHEN (old.title, old.lead, old.body, old.kind, old.portal, old.published, old.hidden_at)
  IS NOT (new.title, new.lead, new.body, new.kind, new.portal, new.published, new.hidden_at) BEGIN
  INSERT OR IGNORE INTO cluster_queue VALUES (new.id);
  INSERT OR IGNORE INTO cluster_queue SELECT id FROM articles WHERE cluster_id = old.cluster_id;
  UPDATE articles SET cluster_id = NULL WHERE cluster_id = old.cluster_id;
  DELETE FROM clusters WHERE cluster_id = old.cluster_id;
  DELETE FROM fingerprints WHERE article_id = old.id;
END
-----
-- Pages of others that quoted what was erased: their bytes were overwritten, and the digest is of what stood there.
ALTER TABLE captures ADD COLUMN withdrawal_id TEXT
-----
ALTER TABLE withdrawals ADD COLUMN overwritten TEXT
