package dev.procpool.demo.stores;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.BytesRefBuilder;

/** Lucene's term dictionary in one mapped segment, a document for each key, whose value is the document's. */
final class LuceneStore implements Store {

    private static final String KEY = "key";
    private static final String VALUE = "value";
    private static final double BUFFER_MIB = 64;

    @Override
    public String name() {
        return "lucene";
    }

    @Override
    public boolean isMapped() {
        return true;
    }

    @Override
    public Built build(Entries entries, Path base) throws IOException {
        // Neither analyzer nor scores: keys are looked up as they are.
        var config = new IndexWriterConfig(null).setRAMBufferSizeMB(BUFFER_MIB);
        try (var directory = new MMapDirectory(base)) {
            try (var writer = new IndexWriter(directory, config)) {
                var key = new StringField(KEY, "", Field.Store.NO);
                var value = new NumericDocValuesField(VALUE, 0);
                var document = new Document();
                document.add(key);
                document.add(value);
                for (int number = 0; number < entries.count(); number++) {
                    key.setStringValue(entries.key(number));
                    value.setLongValue(entries.value(number));
                    writer.addDocument(document);
                }
                writer.forceMerge(1);
            }
            long bytes = 0;
            for (String name : directory.listAll()) {
                bytes += directory.fileLength(name);
            }
            return new Built(new LuceneHandle(base.toString()), bytes);
        }
    }

    private record LuceneHandle(String file) implements Handle {
        @Override
        public Lookup open() throws IOException {
            return new Segment(Path.of(file));
        }
    }

    private static final class Segment implements Lookup {

        private final LeafReader segment;
        private final TermsEnum keys;
        private final BytesRefBuilder term = new BytesRefBuilder();
        private PostingsEnum documents;

        Segment(Path directory) throws IOException {
            segment = DirectoryReader.open(new MMapDirectory(directory))
                    .leaves()
                    .get(0)
                    .reader();
            keys = segment.terms(KEY).iterator();
        }

        @Override
        public int get(String key) throws IOException {
            term.copyChars(key);
            if (!keys.seekExact(term.get())) {
                return Lookup.ABSENT;
            }
            documents = keys.postings(documents, PostingsEnum.NONE);
            // New for each key, since one goes forward only.
            NumericDocValues values = segment.getNumericDocValues(VALUE);
            values.advanceExact(documents.nextDoc());
            return (int) values.longValue();
        }
    }
}
